import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { findOrphans, usage } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { naiveModel } from '../support/naive-model.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { BLOBS, blobPath, layerLinkPath, uploadPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const LAYER = layerDigest('base');

// Each gives a file of the volume a second name.
const SECOND_NAMES: ReadonlyArray<readonly [string, (volume: VolumeBuilder) => void]> = [
  ['a copy of the whole tree made with cp -al', (volume) => copyLinked(volume, 'docker', 'backup')],
  ['a copy of blobs/ beside it', (volume) => copyLinked(volume, BLOBS, `${BLOBS}.bak`)],
  [
    'two blobs that are one file',
    (volume) => relink(volume, blobPath(volume.orphan('orphan')), blobPath(LAYER)),
  ],
  [
    'two orphans that are one file',
    (volume) => relink(volume, blobPath(volume.orphan('a')), blobPath(volume.orphan('b'))),
  ],
  ['an upload that is a blob', (volume) => relink(volume, upload(volume, 'a'), blobPath(LAYER))],
  ['an upload that is a stray', (volume) => volume.hardLink('kept.bin', upload(volume, 'a'))],
  ['two uploads that are one file', (volume) => relink(volume, upload(volume, 'a'), upload(volume, 'b'))],
  [
    'two link files that are one',
    (volume) => {
      relink(volume, layerLinkPath('team/web', LAYER), layerLinkPath('team/api', LAYER));
    },
  ],
  ['a blob that is a stray', (volume) => volume.hardLink('kept.bin', blobPath(LAYER))],
  ['two strays that are one file', (volume) => volume.writeFileAt('a', 'x'.repeat(9)).hardLink('b', 'a')],
];

it.each(SECOND_NAMES)('a file is counted once: %s', async (_, giveSecondName) => {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  giveSecondName(volume);
  const inventory = await inventoryOf(volume.dir);
  const naive = naiveModel(volume.dir);
  expect(usage(inventory).totals).toEqual(naive.totals);
  expect(usage(inventory).repositories).toMatchObject(naive.repositories);
  inventory.close();
});

it('an orphan that is another name of a blob in use frees nothing', async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  relink(volume, blobPath(volume.orphan('orphan')), blobPath(LAYER));
  const inventory = await inventoryOf(volume.dir);
  expect(findOrphans(inventory, { minAgeMs: 0 }).totals).toMatchObject({ blobs: 1, bytes: 0 });
  inventory.close();
});

function copyLinked(volume: VolumeBuilder, from: string, to: string): void {
  execFileSync('cp', ['-al', volume.resolve(from), volume.resolve(to)]);
}

function relink(volume: VolumeBuilder, path: string, existing: string): void {
  volume.remove(path).hardLink(path, existing);
}

function upload(volume: VolumeBuilder, id: string): string {
  volume.repository('team/web').upload({ id });
  return `${uploadPath('team/web', id)}/data`;
}
