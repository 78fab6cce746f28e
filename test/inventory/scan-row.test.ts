import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { demoCopy } from '../support/demo-copy.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { BLOBS } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

/** Not the file system of temporary directories, which tests have in memory. */
const ANOTHER_DISK = os.tmpdir().startsWith('/dev/shm') ? '/var/tmp' : '/dev/shm';

async function scanRow(volume: string, options: Parameters<typeof inventoryOf>[1] = {}) {
  const inventory = await inventoryOf(volume, options);
  inventory.close();
  return inventory.scan;
}

it('tells scans apart, those of the same volume too', async () => {
  const volume = demoCopy(dir()).dir;
  const ids = [await scanRow(volume), await scanRow(volume), await scanRow(volume, { full: true })];
  expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
});

it('tells how much room there is where the blobs are, which may be another disk', async () => {
  const elsewhere = fs.mkdtempSync(path.join(ANOTHER_DISK, 'stowage-test-'));
  onTestFinished(() => fs.rmSync(elsewhere, { recursive: true }));
  const volume = demoCopy(dir()).dir;
  const here = fs.statfsSync(volume);
  expect((await scanRow(volume)).filesystem_bytes).toBe(here.blocks * here.bsize);

  const blobs = path.join(volume, BLOBS);
  fs.cpSync(blobs, path.join(elsewhere, 'blobs'), { recursive: true });
  fs.rmSync(blobs, { recursive: true });
  fs.symlinkSync(path.join(elsewhere, 'blobs'), blobs);
  const there = fs.statfsSync(elsewhere);
  expect(there.blocks * there.bsize).not.toBe(here.blocks * here.bsize);
  const row = await scanRow(volume);
  expect(row.filesystem_bytes).toBe(there.blocks * there.bsize);
  expect(row.filesystem_available_bytes).toBeLessThanOrEqual(row.filesystem_bytes as number);
  expect(await scanRow(volume, { follow: false })).toMatchObject({
    filesystem_bytes: null,
    filesystem_available_bytes: null,
  });
});
