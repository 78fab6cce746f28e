import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Verification, type VerifyOptions, verifyBlobs } from '../../src/index.ts';
import { readVerified } from '../../src/inventory/beside/verified.ts';
import { verifiedPath } from '../../src/inventory/beside/verified-file.ts';
import { sealFile } from '../../src/inventory/format/seal.ts';
import { lockInventory } from '../../src/inventory/write/lock.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeBytes } from '../support/made-bytes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';
import { flipBit } from './planted.ts';

const dir = temporaryDirectory();
const BLOBS = 30;
const DAY = 24 * 60 * 60 * 1000;

let volume: VolumeBuilder;
beforeEach(() => {
  volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05');
  for (let number = 0; number < BLOBS; number++) volume.orphan(`orphan ${number}`);
});

async function verify(options: VerifyOptions = {}): Promise<Verification> {
  const inventory = await inventoryOf(volume.dir);
  try {
    return await verifyBlobs(inventory, { threads: 0, ...options });
  } finally {
    inventory.close();
  }
}

const side = () => verifiedPath(`${volume.dir}.db`);

/** What a run leaves that was killed: it has begun, and some blobs are done. */
function leaveUnfinished(done: number, ageMs = 0, selection = '[[],null]'): void {
  const database = new Database(side());
  const now = (Date.now() - ageMs) * 1000;
  database.prepare('INSERT INTO run VALUES (?, ?)').run(selection, now - 1);
  database.prepare('UPDATE result SET verified_at = ?').run(now);
  database
    .prepare('DELETE FROM result WHERE digest NOT IN (SELECT digest FROM result ORDER BY digest LIMIT ?)')
    .run(done);
  database.close();
  sealFile(side());
}

describe('a run', () => {
  it('that came to its end is no reason to skip anything in the next', async () => {
    await verify();
    expect(await verify()).toMatchObject({ verified: BLOBS, skipped: 0 });
  });

  it('that was killed is taken up by the next', async () => {
    await verify();
    leaveUnfinished(12);
    expect(await verify()).toMatchObject({ verified: BLOBS - 12, skipped: 12, interrupted: false });
    expect(await verify()).toMatchObject({ verified: BLOBS, skipped: 0 });
  });

  it('that was killed is not taken up by one that is to verify all', async () => {
    await verify();
    leaveUnfinished(12);
    expect(await verify({ full: true })).toMatchObject({ verified: BLOBS, skipped: 0 });
    expect(await verify()).toMatchObject({ verified: BLOBS, skipped: 0 });
  });

  it('that was killed is not taken up by one of something else', async () => {
    await verify();
    leaveUnfinished(12, 0, '[["team/api"],null]');
    expect(await verify()).toMatchObject({ verified: BLOBS, skipped: 0 });
  });

  it('that was killed long ago is not taken up', async () => {
    await verify();
    leaveUnfinished(12, 31 * DAY);
    expect(await verify()).toMatchObject({ verified: BLOBS, skipped: 0 });
  });

  it('may be ended before it begins', async () => {
    const interruption = new AbortController();
    interruption.abort();
    const ended = await verify({ signal: interruption.signal });
    expect(ended).toMatchObject({ verified: 0, interrupted: true });
    expect(await verify()).toMatchObject({ verified: BLOBS, interrupted: false });
  });

  it('does not skip a blob that was bad, or whose file is another now', async () => {
    const bad = volume.orphan('bad');
    flipBit(volume, bad);
    await verify();
    leaveUnfinished(BLOBS + 1);
    fs.utimesSync(volume.resolve(blobPath(volume.orphan('orphan 1'))), 1, 1);
    expect(await verify()).toMatchObject({ verified: 2, skipped: BLOBS - 1, mismatches: [{ digest: bad }] });
  });

  it('skips what was found sound lately, where asked to', async () => {
    await verify({ sample: 0.5 });
    expect(await verify({ againAfterMs: DAY })).toMatchObject({ verified: BLOBS / 2, skipped: BLOBS / 2 });
    expect(await verify({ againAfterMs: DAY })).toMatchObject({ verified: 0, skipped: BLOBS });
    expect(await verify({ againAfterMs: 0 })).toMatchObject({ verified: BLOBS, skipped: 0 });
  });

  it('goes on with what another scan has found since', async () => {
    await verify();
    leaveUnfinished(BLOBS);
    volume.orphan('pushed since');
    expect(await verify()).toMatchObject({ verified: 1, skipped: BLOBS });
  });
});

describe('the file with the results', () => {
  it('is written by one run at a time', async () => {
    const lock = lockInventory(side(), 'verification');
    await expect(verify()).rejects.toThrow('Another verification is writing');
    lock.release();
    expect(await verify()).toMatchObject({ verified: BLOBS });
  });

  it('is written while a scan writes the inventory', async () => {
    const inventory = await inventoryOf(volume.dir);
    const held = lockInventory(`${volume.dir}.db`);
    expect(await verifyBlobs(inventory, { threads: 0 })).toMatchObject({ verified: BLOBS });
    held.release();
    inventory.close();
  });

  it.each([
    ['something else', 'no database at all'.padEnd(4096, '.')],
    ['made-up bytes', madeBytes('damage', 8192)],
  ])('is not overwritten where it is %s', async (_, content) => {
    fs.writeFileSync(side(), content);
    await expect(verify()).rejects.toThrow(`Cannot read ${side()}`);
    expect(fs.readFileSync(side())).toEqual(Buffer.from(content));
  });

  it.each([
    ['of somebody else', 'PRAGMA application_id = 1', 'is no file of stowage'],
    ['of a newer stowage', 'PRAGMA user_version = 99', 'was written by a newer stowage'],
  ])('is not overwritten where it is %s', async (_, pragma, message) => {
    await verify();
    const database = new Database(side());
    database.exec(pragma);
    database.close();
    sealFile(side());
    await expect(verify()).rejects.toThrow(message);
    const inventory = await inventoryOf(volume.dir);
    expect(() => readVerified(inventory)).toThrow(message);
    inventory.close();
  });

  it('need not be there to be asked', async () => {
    const inventory = await inventoryOf(volume.dir);
    expect(readVerified(inventory)).toEqual([]);
    expect(fs.existsSync(side())).toBe(false);
    inventory.close();
  });
});
