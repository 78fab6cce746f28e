import * as path from 'node:path';
import { expect, it } from 'vitest';
import { usage, usageByNamespace } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const START = '2026-01-05T08:00:00Z';

/** Layers have 1,000 bytes; each image has a config and a manifest of its own besides. */
function twoTeams(): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume
    .repository('a/one')
    .image({ layers: ['within', 'everywhere'], label: 'a/one', tag: '1' })
    .upload({ id: 'u', bytes: 300, startedAt: START, hashStates: [] });
  volume
    .repository('a/two')
    .image({ layers: ['within'], label: 'a/two' })
    .upload({ id: 'v', bytes: 40, startedAt: START, hashStates: [] });
  volume.repository('b/one').image({ layers: ['everywhere'], label: 'b/one', tag: '1' });
  return volume;
}

it('counts once what a namespace has several times, and as shared what others have too', async () => {
  const inventory = await inventoryOf(twoTeams().dir);
  const { repositories } = usage(inventory);
  const [one, two] = repositories.map(({ bytes }) => bytes) as [number, number, number];
  const { namespaces } = usageByNamespace(inventory);
  inventory.close();
  const bytes = one + two - 1000;
  expect(namespaces[0]).toEqual({
    name: 'a',
    repositories: 2,
    bytes,
    uniqueBytes: bytes - 1000,
    sharedBytes: 1000,
    fairShareBytes: bytes - 500,
    taggedBytes: one,
    // Of the image without a tag: all but the layer that the other has as well.
    untaggedBytes: two - 1000,
    uploadBytes: 340 + 2 * START.length,
  });
  expect(namespaces[1]).toMatchObject({ name: 'b', sharedBytes: 1000, untaggedBytes: 0, uploadBytes: 0 });
});

it('counts a file once for a namespace, whatever its names', async () => {
  const volume = twoTeams();
  const before = await inventoryOf(volume.dir);
  const [expected] = usageByNamespace(before).namespaces;
  before.close();
  const [within, everywhere] = ['within', 'everywhere'].map((name) => blobPath(layerDigest(name)));
  volume.remove(within!).hardLink(within!, everywhere!);
  const inventory = await inventoryOf(volume.dir, { full: true });
  const [found] = usageByNamespace(inventory).namespaces;
  inventory.close();
  expect(found).toMatchObject({
    bytes: expected!.bytes - 1000,
    taggedBytes: expected!.taggedBytes - 1000,
    untaggedBytes: expected!.untaggedBytes,
  });
});

it('goes as deep as it is asked, by name, and has what is in none apart', async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  for (const name of ['a/b/c/d', 'a/b/x', 'a-b/x', 'alone'])
    volume.repository(name).image({ layers: [name], label: name, tag: '1' });
  const inventory = await inventoryOf(volume.dir);
  const namesAt = (depth?: number) =>
    usageByNamespace(inventory, depth === undefined ? {} : { depth }).namespaces.map(
      ({ name, repositories }) => `${name}: ${repositories}`,
    );
  expect(namesAt()).toEqual([': 1', 'a: 2', 'a-b: 1']);
  expect(namesAt(1)).toEqual(namesAt());
  expect(namesAt(2)).toEqual([': 1', 'a-b: 1', 'a/b: 2']);
  expect(namesAt(3)).toEqual([': 1', 'a-b: 1', 'a/b: 1', 'a/b/c: 1']);
  inventory.close();
});

it('of some repositories counts as shared what the others of their namespace have', async () => {
  const inventory = await inventoryOf(twoTeams().dir);
  const { id } = inventory.database.prepare(`SELECT id FROM repository WHERE name = 'a/two'`).get() as {
    id: number;
  };
  const two = usage(inventory).repositories[1]!;
  const { namespaces } = usageByNamespace(inventory, { only: new Set([id]) });
  inventory.close();
  expect(namespaces).toMatchObject([{ name: 'a', repositories: 1, bytes: two.bytes, sharedBytes: 1000 }]);
});
