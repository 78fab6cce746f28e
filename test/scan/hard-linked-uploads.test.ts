import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { findLeftovers, takeOverview, usage } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { naiveModel } from '../support/naive-model.ts';
import { layerDigest } from '../support/push-layer.ts';
import { cases } from '../support/random-cases.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, uploadPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const LAYER = layerDigest('base');
const DAYS = ['2026-01-05', '2026-01-06', '2026-01-07'];

it('an upload that has another name could not go', async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  const startedAt = '2026-01-01T00:00:00Z';
  for (const id of ['alone', 'kept', 'blob', 'twin', 'other'])
    volume.repository('team/web').upload({ id, bytes: 500, startedAt, hashStates: [] });
  const dataOf = (id: string) => `${uploadPath('team/web', id)}/data`;
  volume.hardLink('../kept.bin', dataOf('kept'));
  volume.remove(dataOf('blob')).hardLink(dataOf('blob'), blobPath(LAYER));
  volume.remove(dataOf('twin')).hardLink(dataOf('twin'), dataOf('other'));
  const inventory = await inventoryOf(volume.dir);
  const starts = 5 * startedAt.length;
  expect(takeOverview(inventory).reclaimable.staleUploads).toEqual({ count: 5, bytes: 1000 + starts });
  const { totals, repositories } = usage(inventory);
  expect(totals.uploadBytes).toBe(1500 + starts);
  expect(repositories.map(({ uploadBytes }) => uploadBytes)).toEqual([0, totals.uploadBytes]);
  inventory.close();
});

// Each upload has 500 bytes of data.
const DATA: ReadonlyArray<readonly [string, (volume: VolumeBuilder, data: string) => unknown, number]> = [
  ['has one name', () => undefined, 500],
  ['has two names, both in the upload', (volume, data) => volume.hardLink(`${data}.again`, data), 500],
  ['has a name elsewhere', (volume, data) => volume.hardLink('kept.bin', data), 0],
  [
    'has two names in the upload, and one elsewhere',
    (volume, data) => volume.hardLink(`${data}.again`, data).hardLink('../kept.bin', data),
    0,
  ],
  [
    'is elsewhere, and in the upload a symlink to it',
    (volume, data) => {
      fs.renameSync(volume.resolve(data), path.join(dir(), 'elsewhere'));
      volume.symlink(data, path.join(dir(), 'elsewhere'));
    },
    0,
  ],
];

it.each(DATA)('an upload frees what goes with it, where its data %s', async (_, act, freed) => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
  const startedAt = '2026-01-01T00:00:00Z';
  volume.repository('a').upload({ id: 'u', bytes: 500, startedAt, hashStates: [] });
  act(volume, `${uploadPath('a', 'u')}/data`);
  const inventory = await inventoryOf(volume.dir);
  expect(usage(inventory).totals.uploadBytes).toBe(500 + startedAt.length);
  const { kinds } = findLeftovers(inventory);
  expect(kinds.find(({ kind }) => kind === 'upload-stale')?.bytes).toBe(freed + startedAt.length);
  expect(takeOverview(inventory).reclaimable.staleUploads.bytes).toBe(freed + startedAt.length);
  inventory.close();
});

it('an upload that is gone at the next scan counts no more, and its repository with those it has left', async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
  volume.repository('a').image({ layers: ['base'], tag: '1' });
  for (const id of ['gone', 'left']) volume.repository('a').upload({ id, bytes: 500 });
  volume
    .repository('b')
    .image({ layers: ['other'], tag: '1' })
    .upload({ id: 'only', bytes: 500 });
  const uploadBytes = async () => {
    // Whatever is young: the repositories are the same, and are not read again.
    const inventory = await inventoryOf(volume.dir, { hooks: { clockGranularityMs: -1e9 } });
    const { repositories } = usage(inventory);
    inventory.close();
    return repositories.map((each) => each.uploadBytes);
  };
  const before = await uploadBytes();
  expect(before[1]).toBeGreaterThan(500);
  volume.remove(uploadPath('a', 'gone')).remove(uploadPath('b', 'only'));
  expect(await uploadBytes()).toEqual([before[0]! / 2, 0]);
});

const uploads = fc.uniqueArray(
  fc.record({
    // Met in another order than that of their whole names.
    repository: fc.constantFrom('a/b', 'a-b', 'c'),
    id: fc.constantFrom('p', 'q', 'r'),
    day: fc.constantFrom(...DAYS),
  }),
  { minLength: 2, maxLength: 6, selector: ({ repository, id }) => `${repository}/${id}` },
);

it('a file of several uploads counts for the one that is the last to go', async () => {
  await fc.assert(
    fc.asyncProperty(uploads, async (told) => {
      const volume = aVolume(fs.mkdtempSync(path.join(dir(), 'volume-')));
      let data: string | undefined;
      for (const { repository, id, day } of told) {
        const startedAt = `${day}T08:00:00Z`;
        volume.repository(repository).upload({ id, startedAt, bytes: null, hashStates: [] });
        const at = `${uploadPath(repository, id)}/data`;
        if (data === undefined) volume.writeFileAt(at, 'x'.repeat(5000));
        else volume.hardLink(at, data);
        data ??= at;
      }
      const inventory = await inventoryOf(volume.dir);
      const naive = naiveModel(volume.dir);
      const sums = ({ name, uploadBytes }: { name: string; uploadBytes: number }) => [name, uploadBytes];
      expect(usage(inventory).repositories.map(sums)).toEqual(naive.repositories.map(sums));
      inventory.close();
      fs.rmSync(volume.dir, { recursive: true });
    }),
    { numRuns: cases({ few: 10, many: 30 }) },
  );
});
