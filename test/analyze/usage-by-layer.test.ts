import * as path from 'node:path';
import { expect, it } from 'vitest';
import type { LayerUsage } from '../../src/analyze/usage/by-layer.ts';
import { ask } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';

const dir = temporaryDirectory();
const newVolume = () => aVolume(path.join(dir(), 'volume'));

/** The layers of all repositories, or of one, by digest. */
async function layersOf(volume: VolumeBuilder, reference?: string): Promise<Map<string, LayerUsage>> {
  const inventory = await inventoryOf(volume.dir);
  const { layers = [] } = await ask.usage(inventory, { by: 'layer', ...(reference && { reference }) });
  inventory.close();
  return new Map(layers.map((layer) => [layer.digest, layer]));
}

it('counts an image once, however often it has the layer', async () => {
  const volume = newVolume();
  const names = Array.from({ length: 12 }, (_, number) => `layer ${number}`);
  volume.repository('a').image({ layers: [...names, ...names], tag: '1' });
  const layers = await layersOf(volume);
  expect(names.map((name) => layers.get(layerDigest(name))?.images)).toEqual(names.map(() => 1));
});

it('names the first who share one in the order of their names', async () => {
  const volume = newVolume();
  for (const name of ['m', 'a/b', 'a-b', 'z', 'a.b'])
    volume.repository(name).image({ layers: ['x'], tag: '1' });
  const shared = (await layersOf(volume, 'm')).get(layerDigest('x'));
  expect(shared?.sharedWith).toEqual(['a-b', 'a.b', 'a/b']);
});
