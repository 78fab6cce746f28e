import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fullVolume } from '../leftovers/full-volume.ts';
import { describeLive } from './availability.ts';
import { LiveRegistry } from './live-registry.ts';
import { ask } from './stowage.ts';

interface Item {
  kind: string;
  path: string;
  repository: string;
  tag?: string;
  digest: string;
}

describeLive('what stowage says is left over', () => {
  let registry: LiveRegistry;

  beforeEach(async () => {
    registry = await LiveRegistry.start();
    fullVolume(registry.root);
  });
  afterEach(() => registry?.remove());

  async function leftovers(): Promise<Item[]> {
    const db = join(registry.work, 'stowage.db');
    await ask('scan', registry.root, '--db', db, '--settle', '0s');
    const { items } = await ask<{ items: Item[] }>('leftovers', '--db', db);
    return items;
  }

  it('no call of 2.8 removes, but for what is said to go by its digest', async () => {
    const items = await leftovers();
    const ofKind = (...kinds: string[]) => items.filter(({ kind }) => kinds.includes(kind));
    const statuses = async (listed: readonly Item[], by: 'tag' | 'digest') => {
      const asked = listed.map((item) => registry.client.tryToDelete(item.repository, String(item[by])));
      return [...new Set(await Promise.all(asked))];
    };
    expect(await statuses(ofKind('tag-dangling', 'tag-without-current'), 'tag')).toEqual([400]);
    expect(await statuses(ofKind('tag-dangling', 'revision-blob-missing'), 'digest')).toEqual([404]);
    const signatures = ofKind('signature-subject-gone', 'referrer-subject-gone');
    expect(await statuses(signatures, 'digest')).toEqual([202]);
    expect(await leftovers()).not.toContainEqual(expect.objectContaining({ kind: 'signature-subject-gone' }));
  });

  it.each([false, true])('no collection removes, with --delete-untagged %s', async (deleteUntagged) => {
    const items = (await leftovers()).filter(
      // An untagged manifest like any other.
      ({ kind }) => !deleteUntagged || kind !== 'referrer-subject-gone',
    );
    expect(items.length).toBeGreaterThan(15);
    await registry.garbageCollect({ deleteUntagged });
    expect(items.filter(({ path }) => !existsSync(join(registry.root, path)))).toEqual([]);
  });
});
