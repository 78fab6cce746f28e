import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { findLoss } from '../../src/analyze/trust/loss.ts';
import { openInventory, takeInventory } from '../../src/index.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

function threeRepositories(): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume'));
  for (const name of ['a', 'b', 'c']) volume.repository(name).image({ layers: [name], tag: '1' });
  return volume;
}

async function lossOf(volume: VolumeBuilder, full = false) {
  const db = `${volume.dir}.db`;
  await takeInventory({ volume: volume.dir, db, threads: 0, settleMs: 0, full });
  const inventory = openInventory(db);
  const loss = findLoss(inventory);
  inventory.close();
  return loss;
}

it.each([
  ['that starts from the last', false],
  ['of everything', true],
])('a scan %s tells when more than half of the repositories are gone', async (_, full) => {
  const volume = threeRepositories();
  expect(await lossOf(volume, full)).toBeUndefined();
  volume.remove(`${REPOSITORIES}/a`);
  expect(await lossOf(volume, full)).toBeUndefined();
  volume.remove(`${REPOSITORIES}/b`).remove(`${REPOSITORIES}/c`);
  expect(await lossOf(volume, full)).toMatchObject({ repositories: { before: 2, now: 0 } });
  expect(await lossOf(volume, full)).toBeUndefined();
});

it('a scan tells when more than half of the blobs are gone', async () => {
  const volume = threeRepositories();
  await lossOf(volume);
  const blobs = volume.resolve('docker/registry/v2/blobs/sha256');
  for (const prefix of fs.readdirSync(blobs).slice(1))
    fs.rmSync(path.join(blobs, prefix), { recursive: true });
  expect(await lossOf(volume)).toMatchObject({ blobs: { before: 9, now: 1 } });
});

it('a scan of another volume into the same inventory tells of no loss', async () => {
  const volume = threeRepositories();
  await lossOf(volume);
  const other = aVolume(path.join(dir(), 'other'));
  other.repository('a').image({ layers: ['a'], tag: '1' });
  fs.renameSync(`${volume.dir}.db`, `${other.dir}.db`);
  expect(await lossOf(other)).toBeUndefined();
});
