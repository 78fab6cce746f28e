import * as path from 'node:path';
import { expect, it } from 'vitest';
import { usage } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { naiveModel } from '../support/naive-model.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, layerLinkPath, uploadPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const LAYER = layerDigest('base');

it.each([
  ['a link', (volume: VolumeBuilder, path: string, existing: string) => relink(volume, path, existing)],
  [
    'a symlink',
    (volume: VolumeBuilder, path: string, existing: string) =>
      volume.remove(path).symlink(path, volume.resolve(existing)),
  ],
])('a file counts for the one of its blobs that is the last to go, whichever is %s', async (_, giveName) => {
  const volume = aVolume(path.join(dir(), 'volume'));
  const names = Array.from({ length: 8 }, (_, number) => `layer ${number}`);
  volume.repository('team/api').image({ layers: names.slice(0, 4), tag: '1' });
  volume.repository('team/api').image({ layers: names.slice(4), label: 'untagged' });
  for (const [number, name] of names.entries()) {
    const [layer, other] = [blobPath(layerDigest(name)), blobPath(volume.orphan(`orphan ${number}`))];
    if (number % 2 === 0) giveName(volume, other, layer);
    else giveName(volume, layer, other);
  }
  const inventory = await inventoryOf(volume.dir);
  const { totals } = usage(inventory);
  expect(totals).toEqual(naiveModel(volume.dir).totals);
  expect(totals.unreferencedBytes).toBe(0);
  inventory.close();
});

it('files that are no blob and no upload are counted once, whatever their names', async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  volume.repository('team/web').layerLink(LAYER);
  volume.repository('team/web').upload({ id: 'a' });
  const data = `${uploadPath('team/web', 'a')}/data`;
  const countAfter = async (act: () => unknown) => {
    act();
    const inventory = await inventoryOf(volume.dir, { full: true });
    inventory.close();
    return inventory.scan.other_files;
  };
  const links = await countAfter(() => undefined);
  expect(links).toBeGreaterThan(4);
  expect(await countAfter(() => volume.writeFileAt('stray', 'x'))).toBe(links + 1);
  expect(await countAfter(() => volume.hardLink('stray too', 'stray'))).toBe(links + 1);
  expect(await countAfter(() => volume.hardLink('kept.bin', blobPath(LAYER)))).toBe(links + 1);
  expect(await countAfter(() => volume.hardLink('upload.bin', data))).toBe(links + 1);
  const [one, other] = ['team/web', 'team/api'].map((name) => layerLinkPath(name, LAYER));
  expect(await countAfter(() => relink(volume, one!, other!))).toBe(links);
});

function relink(volume: VolumeBuilder, path: string, existing: string): void {
  volume.remove(path).hardLink(path, existing);
}
