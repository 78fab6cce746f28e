import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { findOrphans, predictCollection, takeOverview, usage } from '../../src/index.ts';
import { dumpInventory } from '../support/dump-inventory.ts';
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
    'uploads of two repositories that are one file',
    (volume) => relink(volume, upload(volume, 'a'), upload(volume, 'b', 'team/api')),
  ],
  [
    'a blob that is a symlink to another',
    (volume) => {
      const orphan = blobPath(volume.orphan('orphan'));
      volume.remove(orphan).symlink(orphan, volume.resolve(blobPath(LAYER)));
    },
  ],
  [
    'a blob that is a symlink to the state of a cache',
    (volume) => {
      const orphan = blobPath(volume.orphan('orphan'));
      volume.writeFileAt('scheduler-state.json', '{}');
      volume.remove(orphan).symlink(orphan, volume.resolve('scheduler-state.json'));
    },
  ],
  [
    'two blobs of two repositories that are one file',
    (volume) => {
      volume.repository('team/web').image({ layers: ['other'], tag: '1' });
      relink(volume, blobPath(layerDigest('other')), blobPath(LAYER));
    },
  ],
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

// What a file's second name does to what its blob would free: each orphan has 1,000 bytes.
const WHAT_GOES: ReadonlyArray<readonly [string, (volume: VolumeBuilder) => void, number, number]> = [
  ['is a blob in use', (volume) => relink(volume, orphan(volume, 'a'), blobPath(LAYER)), 0, 1],
  ['is an orphan too', (volume) => relink(volume, orphan(volume, 'a'), orphan(volume, 'b')), 1000, 0],
  ['is a stray', (volume) => volume.hardLink('kept.bin', orphan(volume, 'a')), 0, 1],
  ['is outside the volume', (volume) => volume.hardLink('../kept.bin', orphan(volume, 'a')), 0, 1],
  ['is an upload', (volume) => relink(volume, upload(volume, 'u'), orphan(volume, 'a')), 0, 1],
  ['is none: it is a symlink out of the volume', (volume) => moveOut(volume, orphan(volume, 'a')), 0, 1],
  [
    'is a symlink, in place of a blob in use',
    (volume) => volume.remove(blobPath(LAYER)).symlink(blobPath(LAYER), volume.resolve(orphan(volume, 'a'))),
    1000,
    0,
  ],
  [
    'is an orphan too, and outside',
    (volume) => {
      relink(volume, orphan(volume, 'a'), orphan(volume, 'b'));
      volume.hardLink('../kept.bin', orphan(volume, 'b'));
    },
    0,
    2,
  ],
];

it.each(WHAT_GOES)('an orphan whose other name %s', async (_, giveSecondName, bytes, namedElsewhere) => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  giveSecondName(volume);
  const inventory = await inventoryOf(volume.dir);
  const { reclaimable } = takeOverview(inventory);
  expect(reclaimable).toMatchObject({ unreferenced: { bytes }, untagged: { bytes: 0 } });
  const { totals } = findOrphans(inventory);
  const gc = predictCollection(inventory, { registry: '2.8.3', family: '2.7-2.8' });
  for (const answer of [gc, totals]) expect(answer.bytes).toBe(bytes);
  for (const answer of [gc, totals, reclaimable]) expect(answer.namedElsewhere ?? 0).toBe(namedElsewhere);
  inventory.close();
});

it('a file of untagged and unreferenced blobs goes once, in each repository it is linked from', async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
  for (const name of ['a', 'b']) {
    const repository = volume.repository(name);
    repository.image({ layers: ['kept'], tag: '1' });
    repository.layerLink(volume.orphan('one'));
    repository.layerLink(volume.orphan('two'));
  }
  relink(volume, blobPath(volume.orphan('one')), blobPath(volume.orphan('two')));
  const inventory = await inventoryOf(volume.dir);
  const gc = predictCollection(inventory, { registry: '2.8.3', family: '2.7-2.8', deleteUntagged: true });
  expect(gc).toMatchObject({ bytes: 1000, byRepository: [{ blobs: 2, bytes: 1000 }, { bytes: 1000 }] });
  inventory.close();
});

it('a rescan sees that a blob which nobody touched got another name', async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  volume.orphan('orphan');
  const trustAll = { hooks: { clockGranularityMs: -1e9 } };
  (await inventoryOf(volume.dir, trustAll)).close();
  copyLinked(volume, 'docker', 'backup');
  const inventory = await inventoryOf(volume.dir, trustAll);
  expect(findOrphans(inventory).totals).toMatchObject({ blobs: 1, bytes: 0, namedElsewhere: 1 });
  expect(usage(inventory).totals).toEqual(naiveModel(volume.dir).totals);
  inventory.close();
});

it('a rescan keeps a blob that another one is a symlink to, whose own directory shows nothing odd', async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  volume.remove(blobPath(LAYER)).symlink(blobPath(LAYER), volume.resolve(orphan(volume, 'a')));
  const trustAll = { hooks: { clockGranularityMs: -1e9 } };
  const first = await inventoryOf(volume.dir, trustAll);
  const rows = dumpInventory(first);
  first.close();
  const rescan = await inventoryOf(volume.dir, trustAll);
  expect(dumpInventory(rescan)).toEqual(rows);
  rescan.close();
});

function orphan(volume: VolumeBuilder, name: string): string {
  return blobPath(volume.orphan(name));
}

function moveOut(volume: VolumeBuilder, file: string): void {
  fs.renameSync(volume.resolve(file), path.join(dir(), 'elsewhere'));
  volume.symlink(file, path.join(dir(), 'elsewhere'));
}

function copyLinked(volume: VolumeBuilder, from: string, to: string): void {
  execFileSync('cp', ['-al', volume.resolve(from), volume.resolve(to)]);
}

function relink(volume: VolumeBuilder, path: string, existing: string): void {
  volume.remove(path).hardLink(path, existing);
}

function upload(volume: VolumeBuilder, id: string, repository = 'team/web'): string {
  volume.repository(repository).upload({ id });
  return `${uploadPath(repository, id)}/data`;
}
