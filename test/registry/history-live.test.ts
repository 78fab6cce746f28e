import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DiffJson, HistoryJson } from '../../src/index.ts';
import { describeLive } from './availability.ts';
import { type Image, image, layer } from './images.ts';
import { LiveRegistry } from './live-registry.ts';
import { ask } from './stowage.ts';

const KIB = 1024;

describeLive('the history of a registry that is in use', () => {
  let registry: LiveRegistry;
  const base = layer('base', 64 * KIB);
  const made = (name: string) => image([base, layer(name, 32 * KIB)]);
  const [first, second, other] = [made('first'), made('second'), made('other')];

  beforeEach(async () => {
    registry = await LiveRegistry.start();
    await registry.client.pushImage('team/app', first, '1');
    await registry.client.pushImage('team/app', first, 'latest');
    await registry.client.pushImage('team/tool', other, '1');
    await scan();
  });
  afterEach(() => registry?.remove());

  const db = () => join(registry.work, 'stowage.db');
  const scan = () => ask('scan', registry.root, '--db', db(), '--settle', '0s');
  const diff = () => ask<DiffJson>('diff', '--db', db());

  it('says what was pushed and moved, and what a deletion and a collection took', async () => {
    await registry.client.pushImage('team/app', second, '2');
    await registry.client.pushImage('team/app', second, 'latest');
    await registry.client.pushImage('team/new', other, '1');
    await scan();
    const pushed = await diff();
    expect(pushed.tags.map(eventOf)).toEqual([
      ['team/app', '2', 'pushed', undefined, second.manifest.digest],
      ['team/app', 'latest', 'moved', first.manifest.digest, second.manifest.digest],
      ['team/new', '1', 'pushed', undefined, other.manifest.digest],
    ]);
    expect(pushed.repositories.appeared.map(({ name }) => name)).toEqual(['team/new']);
    expect(pushed.repositories.changed.map(({ name }) => name)).toContain('team/app');

    await registry.client.deleteManifest('team/app', first.manifest.digest);
    await scan();
    const deleted = await diff();
    expect(deleted.tags.map(eventOf)).toEqual([
      ['team/app', '1', 'removed', first.manifest.digest, undefined],
    ]);

    const before = await ask<{ bytes: number }>('gc', '--registry', '2.8.2', '--db', db());
    await registry.garbageCollect();
    await scan();
    const collected = await diff();
    expect(collected.tags).toEqual([]);
    const { scans } = await ask<HistoryJson>('history', '--db', db());
    expect(scans).toHaveLength(4);
    expect(before.bytes).toBe(ownBytes(first));
    expect((scans[2]?.blobBytes ?? 0) - (scans[3]?.blobBytes ?? 0)).toBe(before.bytes);
    expect(scans.every(({ whole, complete }) => whole && complete)).toBe(true);
  });
});

function eventOf({ repository, tag, event, from, to }: DiffJson['tags'][number]) {
  return [repository, tag, event, from, to];
}

/** What only this image has: all but its first layer. */
function ownBytes({ manifest, config, layers }: Image): number {
  return [manifest, config, ...layers.slice(1)].reduce((sum, { bytes }) => sum + bytes.length, 0);
}
