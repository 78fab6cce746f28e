import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Inventory, type VerifyOptions, verifyBlobs } from '../../src/index.ts';
import { readVerified } from '../../src/inventory/beside/verified.ts';
import type { Hooked } from '../../src/volume/test-hooks.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf, madeBytes } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { BLOBS, blobPath } from '../support/volume-paths.ts';
import { flipBit, truncate } from './planted.ts';

const dir = temporaryDirectory();
const SHARED = layerDigest('shared');
const LARGE = { name: 'large', bytes: 3_000_000 };

let volume: VolumeBuilder;
beforeEach(() => {
  volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05');
  volume.repository('team/api').image({ layers: ['shared', 'api'], tag: '1' });
  volume.repository('team/api').tag('latest', volume.repository('team/api').digest);
  volume.repository('team/web').image({ layers: ['shared', LARGE], tag: '1' });
  volume.orphan('orphan');
});

// Two manifests, two configs, three layers and the orphan.
const BLOB_COUNT = 8;

async function verify(
  options: VerifyOptions & Hooked = {},
  prepare: (inventory: Inventory) => void = () => {},
) {
  const inventory = await inventoryOf(volume.dir);
  try {
    prepare(inventory);
    const verification = await verifyBlobs(inventory, { threads: 0, ...options });
    return { ...verification, bad: readVerified(inventory) };
  } finally {
    inventory.close();
  }
}

const NOTHING = { mismatches: [], transient: [], missing: [], unreadable: [], bad: [] };

describe('a volume whose blobs are what their digests say', () => {
  it('is verified to the last byte', async () => {
    const files = fs.readdirSync(volume.resolve(BLOBS), { recursive: true, withFileTypes: true });
    const bytes = files.reduce(
      (sum, file) => sum + (file.isFile() ? fs.statSync(path.join(file.parentPath, file.name)).size : 0),
      0,
    );
    expect(await verify()).toMatchObject({ verified: BLOB_COUNT, bytes, skipped: 0, ...NOTHING });
  });

  it.each(['sha384', 'sha512'] as const)('may have %s digests', async (algorithm) => {
    const digest = volume.writeBlob('longer', algorithm);
    expect(await verify()).toMatchObject({ verified: BLOB_COUNT + 1, ...NOTHING });
    flipBit(volume, digest);
    expect(await verify()).toMatchObject({
      mismatches: [{ digest, actual: digestOf('monger', algorithm) }],
    });
  });

  it('may have holes in its files', async () => {
    const zeros = Buffer.alloc(5_000_000);
    const file = volume.resolve(blobPath(digestOf(zeros)));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '');
    fs.truncateSync(file, zeros.length);
    expect(await verify()).toMatchObject({ verified: BLOB_COUNT + 1, ...NOTHING });
  });

  it('may hold the empty blob', async () => {
    volume.writeBlob('');
    expect(await verify()).toMatchObject({ verified: BLOB_COUNT + 1, ...NOTHING });
  });

  it('is not written to', async () => {
    const tree = () =>
      fs
        .readdirSync(volume.dir, { recursive: true, encoding: 'utf8' })
        .map((name) => [
          name,
          fs.statSync(volume.resolve(name)).mtimeMs,
          fs.statSync(volume.resolve(name)).ctimeMs,
        ]);
    const before = tree();
    await verify();
    expect(tree()).toEqual(before);
  });
});

describe('a blob that is not what its digest says', () => {
  it.each([
    ['in its first byte', 0],
    ['in its last byte', 2_999_999],
    ['after the first step of reading', 1_048_576],
  ])('is found where one bit is flipped %s', async (_, at) => {
    const digest = layerDigest(LARGE);
    flipBit(volume, digest, at);
    const bytes = madeBytes('large', 3_000_000);
    bytes[at]! ^= 1;
    const found = { digest, path: blobPath(digest), bytes: 3_000_000, actual: digestOf(bytes) };
    expect(await verify()).toMatchObject({
      ...NOTHING,
      verified: BLOB_COUNT,
      mismatches: [{ ...found, tags: ['team/web:1'] }],
      bad: [{ digest, actual: digestOf(bytes) }],
    });
  });

  it('is found where it was cut, before the scan or after it', async () => {
    const actual = digestOf(madeBytes('shared', 500));
    const found = {
      digest: SHARED,
      bytes: 500,
      actual,
      tags: ['team/api:1', 'team/api:latest', 'team/web:1'],
    };
    const after = await verify({}, () => truncate(volume, SHARED));
    expect(after.mismatches).toEqual([{ ...found, path: blobPath(SHARED) }]);
    expect((await verify()).mismatches).toEqual([{ ...found, path: blobPath(SHARED) }]);
  });

  it('has all tags that lead to it, and none where it is an orphan', async () => {
    const orphan = digestOf(madeBytes('orphan', 1000));
    flipBit(volume, orphan);
    flipBit(volume, volume.repository('team/api').digest);
    const { mismatches } = await verify();
    expect(Object.fromEntries(mismatches.map(({ digest, tags }) => [digest, tags]))).toEqual({
      [orphan]: [],
      [volume.repository('team/api').digest]: ['team/api:1', 'team/api:latest'],
    });
  });

  it('is told no more once it is repaired', async () => {
    flipBit(volume, SHARED);
    expect((await verify()).bad).toHaveLength(1);
    flipBit(volume, SHARED);
    expect(await verify()).toMatchObject({ verified: BLOB_COUNT, ...NOTHING });
  });

  it('is not told of a file that changed since', async () => {
    flipBit(volume, SHARED);
    await verify();
    fs.utimesSync(volume.resolve(blobPath(SHARED)), 1, 1);
    // No registry writes to a blob again: only a full scan looks for it.
    const inventory = await inventoryOf(volume.dir, { full: true });
    expect(readVerified(inventory)).toEqual([]);
    inventory.close();
  });
});

describe('a disk that errs', () => {
  it('once is told as transient, on whichever call it errs', async () => {
    let faults = 0;
    for (let call = 1; ; call++) {
      const { transient, ...rest } = await verify({ hooks: { fault: { call, code: 'EIO' } } });
      if (transient.length === 0) break;
      faults++;
      expect(rest).toMatchObject({ verified: BLOB_COUNT, mismatches: [], unreadable: [], bad: [] });
      expect(transient).toMatchObject([{ detail: 'EIO' }]);
    }
    // Each blob is opened, looked at, read in steps of 1 MiB, and read at its end.
    expect(faults).toBe(BLOB_COUNT * 4 + 2);
  });

  it('once, in a bit that it gives back, is told as transient', async () => {
    // Of the first blob.
    const { transient, mismatches, bad } = await verify({ hooks: { fault: { call: 1, code: 'flip' } } });
    expect(transient).toMatchObject([{ detail: expect.stringMatching(/^sha256:/) }]);
    expect([mismatches, bad]).toEqual([[], []]);
  });

  it('on every call is told as unreadable, which is no damage', async () => {
    const { unreadable, ...rest } = await verify({
      hooks: { fault: { call: 1, code: 'EIO', sticky: true } },
    });
    expect(rest).toMatchObject({ verified: 0, bytes: 0, mismatches: [], bad: [] });
    expect(unreadable).toHaveLength(BLOB_COUNT);
    expect(unreadable[0]).toMatchObject({ path: blobPath(unreadable[0]?.digest ?? ''), detail: 'EIO' });
  });

  it('from some call on is told for the blobs after it only', async () => {
    const { verified, unreadable } = await verify({
      hooks: { fault: { call: 8, code: 'EACCES', sticky: true } },
    });
    expect(verified).toBeGreaterThan(0);
    expect(verified + unreadable.length).toBe(BLOB_COUNT);
  });
});

describe('what stands in place of a blob', () => {
  it('is nothing: it went since the scan', async () => {
    const { missing, ...rest } = await verify({}, () => volume.remove(path.dirname(blobPath(SHARED))));
    expect(missing).toEqual([{ digest: SHARED, path: blobPath(SHARED) }]);
    expect(rest).toMatchObject({ verified: BLOB_COUNT - 1, mismatches: [], unreadable: [], bad: [] });
  });

  it('is a directory: it cannot be read', async () => {
    const replace = () => volume.remove(blobPath(SHARED)).makeDirectory(blobPath(SHARED));
    expect((await verify({}, replace)).unreadable).toEqual([
      { digest: SHARED, path: blobPath(SHARED), detail: 'directory' },
    ]);
  });

  it('is nothing at all, for no blob: the disk is not mounted', async () => {
    await expect(verify({}, () => volume.remove(BLOBS))).rejects.toThrow('is the disk mounted?');
    expect(fs.existsSync(volume.resolve(BLOBS))).toBe(false);
  });
});

it('results may not lie inside the volume', async () => {
  const inventory = await inventoryOf(volume.dir);
  await expect(verifyBlobs(inventory, { volume: dir(), threads: 0 })).rejects.toThrow(
    'lies inside the volume',
  );
  inventory.close();
});

it('a copy at another place is verified there', async () => {
  const copy = path.join(dir(), 'elsewhere', 'copy');
  fs.cpSync(volume.dir, copy, { recursive: true });
  const found = await verify({ volume: copy }, () => flipBit(volume, SHARED));
  expect(found).toMatchObject({ verified: BLOB_COUNT, ...NOTHING });
});

it('a sound copy at another place does not make the blob sound', async () => {
  const copy = path.join(dir(), 'elsewhere', 'copy');
  fs.cpSync(volume.dir, copy, { recursive: true });
  flipBit(volume, SHARED);
  await verify();
  expect(await verify({ volume: copy })).toMatchObject({ mismatches: [], bad: [{ digest: SHARED }] });
});
