import * as path from 'node:path';
import { expect, it } from 'vitest';
import { ask, type Inventory } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, currentLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const newVolume = () => aVolume(path.join(dir(), 'volume'));

async function withInventory(volume: VolumeBuilder, use: (inventory: Inventory) => Promise<void>) {
  const inventory = await inventoryOf(volume.dir, { full: true });
  try {
    await use(inventory);
  } finally {
    inventory.close();
  }
}

/** The layers of all repositories, by digest. */
async function layersOf(volume: VolumeBuilder, reference?: string) {
  let found = new Map<string, Record<string, unknown>>();
  await withInventory(volume, async (inventory) => {
    const { layers = [] } = await ask.usage(inventory, { by: 'layer', ...(reference && { reference }) });
    found = new Map(layers.map(({ digest, ...sums }) => [digest, sums]));
  });
  return found;
}

it('counts an image once, however often it has the layer', async () => {
  const volume = newVolume();
  const names = Array.from({ length: 12 }, (_, number) => `layer ${number}`);
  volume.repository('a').image({ layers: [...names, ...names], tag: '1' });
  const layers = await layersOf(volume);
  expect(names.map((name) => layers.get(layerDigest(name))?.['images'])).toEqual(names.map(() => 1));
});

it('counts the images, tags and repositories that have one, and what storing it once saves', async () => {
  const volume = newVolume();
  volume.repository('a').image({ layers: ['base', 'a'], label: 'a', tag: '1' });
  volume.repository('a').tag('2', volume.repository('a').digest);
  volume.repository('b').image({ layers: ['base'], label: 'b', tag: '1' });
  volume.repository('c').image({ layers: ['base'], label: 'c' });
  // A tag that leads nowhere leads to no layer.
  volume.writeLink(currentLinkPath('c', 'broken'), 'nonsense');
  const layers = await layersOf(volume);
  expect(layers.get(layerDigest('base'))).toEqual({
    bytes: 1000,
    repositories: 3,
    images: 3,
    tags: 3,
    uniqueBytes: 0,
    sharedBytes: 1000,
    savedBytes: 2000,
  });
  expect(layers.get(layerDigest('a'))).toEqual({
    bytes: 1000,
    repositories: 1,
    images: 1,
    tags: 2,
    uniqueBytes: 1000,
    sharedBytes: 0,
    savedBytes: 0,
  });
  expect([...layers.keys()]).toEqual([layerDigest('a'), layerDigest('base')].sort());
});

it('has no layer that is not there, and none that nothing leads to', async () => {
  const volume = newVolume();
  volume.repository('a').image({ layers: ['kept', 'gone'], tag: '1' });
  volume.repository('a').looseBlob('loose');
  volume.remove(path.dirname(blobPath(layerDigest('gone'))));
  expect([...(await layersOf(volume)).keys()]).toEqual([layerDigest('kept')]);
});

it('says of no layer that it would go, where its file has another name that stays', async () => {
  const volume = newVolume();
  volume.repository('a').image({ layers: ['x'], tag: '1' });
  volume.hardLink('kept.bin', blobPath(layerDigest('x')));
  const layers = await layersOf(volume);
  expect(layers.get(layerDigest('x'))).toMatchObject({ uniqueBytes: 0, sharedBytes: 1000 });
});

it('names the first who share one in the order of their names', async () => {
  const volume = newVolume();
  for (const name of ['m', 'a/b', 'a-b', 'z', 'a.b'])
    volume.repository(name).image({ layers: ['x'], tag: '1' });
  const shared = (await layersOf(volume, 'm')).get(layerDigest('x'));
  expect(shared?.['sharedWith']).toEqual(['a-b', 'a.b', 'a/b']);
});
