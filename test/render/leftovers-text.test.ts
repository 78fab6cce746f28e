import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LeftoversOptions, leftoversQuestion } from '../../src/answers/leftovers.ts';
import { renderLeftovers } from '../../src/render/text/leftovers.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';

const dir = temporaryDirectory();
const LINK = `_layers/sha256/${layerDigest('b').slice('sha256:'.length)}`;

/** A volume in which one layer link is stale. */
function build(): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  volume.repository('a').image({ layers: ['a'], tag: '1' });
  volume.repository('b').image({ layers: ['b'], tag: '1', label: 'b' });
  volume.repository('a').layerLink(layerDigest('b'));
  return volume;
}

async function render(volume: VolumeBuilder, options: LeftoversOptions = {}): Promise<string> {
  const inventory = await inventoryOf(volume.dir);
  const answer = await leftoversQuestion.ask(inventory, { reader: 'people', ...options });
  inventory.close();
  return String(renderLeftovers(answer, makeStyle(200, false)));
}

describe('leftovers, as text', () => {
  it('leaves out what all paths begin with, and says it once', async () => {
    const text = await render(build());
    expect(text).toContain(`d  repositories/a/${LINK}\n`);
    expect(text).toContain(`Paths are below ${dir()}/volume/docker/registry/v2;`);
  });

  it('has whole paths where one lies elsewhere', async () => {
    const text = await render(build().writeFileAt('backup.tar', 'x'));
    expect(text).toContain('d  backup.tar\n');
    expect(text).toContain(`d  docker/registry/v2/repositories/a/${LINK}\n`);
    expect(text).toContain(`Paths are below ${dir()}/volume; `);
  });

  it('says only that there is nothing, where there is nothing', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.repository('a').image({ layers: ['a'], tag: '1' });
    expect(await render(volume)).toBe('Left over  nothing\n');
  });

  it('counts the young of a kind beside it, and lists none', async () => {
    const text = await render(build(), { minAgeMs: 100_000 * 24 * 60 * 60 * 1000 });
    expect(text).toMatch(/^Left over {2}nothing\n\nlayer-link-stale {2}0 {2}\(and 1 young\)\n/);
    expect(text).toContain('\n1 leftover with 71 B in 1 file younger than --min-age left out');
    expect(text).not.toContain(LINK);
    // What to do about it is for what is old.
    expect(text).not.toContain('Nothing has to be done');
    expect(await render(build())).toContain('Nothing has to be done');
  });

  it('marks a kind that is undetermined, and says why', async () => {
    const volume = build();
    volume.repository('c').manifest('no JSON', { tag: '1' });
    const text = await render(volume);
    expect(text).toContain('layer-link-stale  1  71 B  undetermined\n');
    expect(text).toContain('Undetermined: what seems free may be in use. Delete nothing on this.\n');
  });

  it('says why some kinds were not looked for', async () => {
    const text = await render(build().schedulerState([]));
    expect(text).toMatch(
      /\nNot looked for: layer-link-stale, .*\nIn a pull-through cache what is missing is normal\.\n/,
    );
    expect(text).not.toContain('Undetermined');
  });

  it('cuts the rows of each kind, and none of --list', async () => {
    const volume = build();
    for (const name of ['c', 'd', 'e', 'f']) {
      volume.repository(name).image({ layers: [name], tag: '1', label: name });
      volume.repository('a').layerLink(layerDigest(name));
    }
    expect(await render(volume)).toContain('\n  … and 2 more (--limit 0 shows all)\n');
    expect((await render(volume, { list: 'layer-link-stale' })).split('\n')).toHaveLength(6);
  });
});
