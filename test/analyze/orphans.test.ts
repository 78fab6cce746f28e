import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findOrphans, type Orphans } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, layerLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const HOUR_MS = 60 * 60 * 1000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS);

async function orphansOf(
  build: (volume: VolumeBuilder) => unknown,
  options: Parameters<typeof findOrphans>[1] = {},
): Promise<Orphans> {
  const volume = aVolume(path.join(dir(), 'volume')).at(ago(1000));
  build(volume);
  const inventory = await inventoryOf(volume.dir, { readEveryLink: true, full: true });
  const orphans = findOrphans(inventory, options);
  inventory.close();
  return orphans;
}

describe('orphans', () => {
  it('are the blobs that nothing refers to, by digest, and those of untagged manifests where that is asked', async () => {
    const build = (volume: VolumeBuilder) => {
      volume.repository('a').image({ layers: ['tagged'], tag: '1' });
      volume.repository('a').image({ layers: ['untagged'], label: 'untagged' });
      for (const name of ['p', 'q', 'r', 's']) volume.orphan(name);
    };
    const { blobs, totals } = await orphansOf(build);
    expect(blobs.map(({ digest }) => digest)).toEqual(blobs.map(({ digest }) => digest).sort());
    expect(blobs).toHaveLength(4);
    expect(blobs.every(({ state, bytes }) => state === 'unreferenced' && bytes === 1000)).toBe(true);
    expect(totals).toEqual({ blobs: 4, bytes: 4000, youngBlobs: 0, youngBytes: 0 });
    const more = await orphansOf(build, { untagged: true });
    expect(more.blobs.map(({ digest }) => digest)).toEqual(more.blobs.map(({ digest }) => digest).sort());
    expect(more.blobs.filter(({ state }) => state === 'unreferenced')).toEqual(blobs);
    // Manifest, config and layer.
    expect(more.blobs.filter(({ state }) => state === 'untagged')).toHaveLength(3);
    expect(more.totals.blobs).toBe(7);
  });

  it('are young where they were modified less than a day ago, or than is asked, and count apart then', async () => {
    const build = (volume: VolumeBuilder) => {
      volume.at(ago(100)).orphan('old', 1);
      volume.at(ago(25)).orphan('a day old', 20);
      volume.at(ago(23)).orphan('young', 300);
    };
    const youngIn = ({ blobs }: Orphans) =>
      blobs.flatMap(({ young, bytes }) => (young ? [bytes] : [])).sort((a, b) => a - b);
    const byDefault = await orphansOf(build);
    expect(byDefault.totals).toEqual({ blobs: 2, bytes: 21, youngBlobs: 1, youngBytes: 300 });
    expect(youngIn(byDefault)).toEqual([300]);
    const of = async (minAgeMs: number) => youngIn(await orphansOf(build, { minAgeMs }));
    expect(await of(0)).toEqual([]);
    expect(await of(26 * HOUR_MS)).toEqual([20, 300]);
    expect(await of(1000 * HOUR_MS)).toEqual([1, 20, 300]);
  });

  it('are linked from all repositories that link to them, by what their link says too, by name', async () => {
    const { blobs } = await orphansOf((volume) => {
      const [orphan, other] = [volume.orphan('x'), volume.orphan('y', 500)];
      for (const name of ['z', 'a/b', 'a-b']) volume.repository(name).layerLink(orphan);
      // A layer link that stands in the directory of another digest.
      volume.writeLink(layerLinkPath('odd', other), orphan);
    });
    const linkedFrom = blobs.map(({ bytes, linkedFrom }) => [bytes, linkedFrom]);
    expect(Object.fromEntries(linkedFrom)).toEqual({ 500: ['odd'], 1000: ['a-b', 'a/b', 'odd', 'z'] });
  });

  it('of one file are freed once, and the young not with the old', async () => {
    const { totals } = await orphansOf((volume) => {
      const [old, same, young] = [
        volume.at(ago(100)).orphan('a'),
        volume.orphan('b'),
        volume.at(ago(1)).orphan('young', 300),
      ];
      volume.remove(blobPath(same)).hardLink(blobPath(same), blobPath(old));
      volume.hardLink('kept.bin', blobPath(young));
    });
    expect(totals).toEqual({ blobs: 2, bytes: 1000, youngBlobs: 1, youngBytes: 0 });
  });
});
