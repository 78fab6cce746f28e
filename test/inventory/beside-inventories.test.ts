import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  ask,
  InventoryError,
  openInventory,
  takeInventory,
  verifyBlobs,
  WriteError,
} from '../../src/index.ts';
import { historyPath, openHistory, readingHistory } from '../../src/inventory/beside/history-file.ts';
import { readVerified, VerifiedStore } from '../../src/inventory/beside/verified.ts';
import { verifiedPath } from '../../src/inventory/beside/verified-file.ts';
import { checkSeal } from '../../src/inventory/format/seal.ts';
import type { Digest } from '../../src/registry/digest.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { flipBit } from '../verify/planted.ts';

/*
 * What lies beside an inventory when something went wrong between two programs, or somebody copied, moved or linked files.
 */

const dir = temporaryDirectory();
const db = () => path.join(dir(), 'stowage.db');
let volume: VolumeBuilder;

const scan = (file = db()) => takeInventory({ volume: volume.dir, db: file, threads: 0, settleMs: 0 });
async function asked<T>(question: (inventory: ReturnType<typeof openInventory>) => T): Promise<Awaited<T>> {
  const inventory = openInventory(db());
  try {
    return await question(inventory);
  } finally {
    inventory.close();
  }
}
const verify = () => asked((inventory) => verifyBlobs(inventory, { threads: 0 }));
const scans = async () => (await asked((inventory) => ask.history(inventory))).scans.length;
const bad = () => asked((inventory) => readVerified(inventory).map(({ digest }) => digest));

beforeEach(async () => {
  volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05');
  for (let number = 0; number < 40; number++)
    volume.repository('team/app').image({ layers: [`${number}`], tag: `${number}` });
  await scan();
});

/** The journal that a writer leaves which is killed in the midst of changing every row of a table. */
function journalOfKilled(file: string, table: string): Buffer {
  const copy = path.join(dir(), 'copy.db');
  fs.copyFileSync(file, copy);
  const database = new Database(copy);
  database.pragma('cache_size = 1');
  database.exec(`BEGIN; DELETE FROM ${table}; CREATE TABLE grown AS SELECT randomblob(100000)`);
  const journal = fs.readFileSync(`${copy}-journal`);
  database.close();
  expect(journal.length).toBeGreaterThan(4096);
  return journal;
}

describe('a journal of an earlier file, beside one that took its place as a backup does', () => {
  it('is not taken back into a history, and the next scan removes it', async () => {
    const journal = journalOfKilled(historyPath(db()), 'event');
    volume.orphan('more');
    await scan();
    fs.writeFileSync(`${historyPath(db())}-journal`, journal);
    await expect(scans()).rejects.toThrow(/stowage.db.history-journal is of an earlier .* remove it/);
    expect(await scan()).not.toHaveProperty('unrecorded');
    expect(await scans()).toBe(3);
  });

  it('is not taken back into results of verify, and the next verify removes it', async () => {
    const digest = volume.orphan('bad');
    await scan();
    await verify();
    const journal = journalOfKilled(verifiedPath(db()), 'result');
    flipBit(volume, digest);
    await verify();
    fs.writeFileSync(`${verifiedPath(db())}-journal`, journal);
    await expect(bad()).rejects.toThrow(/stowage.db.verified-journal is of an earlier .* remove it/);
    await verify();
    expect(await bad()).toEqual([digest]);
  });

  it('is not taken back into an inventory, and the next scan removes it', async () => {
    const journal = journalOfKilled(db(), 'blob');
    fs.writeFileSync(`${db()}-journal`, journal);
    expect(() => openInventory(db())).toThrow(/stowage.db-journal does not belong to .*, or scan again/);
    await scan();
    expect(fs.existsSync(`${db()}-journal`)).toBe(false);
    expect((await asked(ask.usage)).totals.blobs).toBeGreaterThan(40);
  });
});

describe('a file that is good is not called damaged', () => {
  it('where it is being written to', () => {
    const writer = new Database(historyPath(db()));
    writer.exec('BEGIN EXCLUSIVE');
    expect(() => openHistory(historyPath(db()))).toThrow('is being written to: ask again.');
    writer.close();
  });

  it('where a writer was killed, and it is a symlink', async () => {
    const elsewhere = path.join(dir(), 'elsewhere');
    const database = new Database(historyPath(db()));
    database.exec('CREATE TABLE filler AS SELECT randomblob(100000)');
    database.close();
    fs.renameSync(historyPath(db()), elsewhere);
    fs.truncateSync(elsewhere, 8192);
    fs.symlinkSync(elsewhere, historyPath(db()));
    expect(checkSeal(historyPath(db()))).toBe('broken');
    fs.writeFileSync(`${elsewhere}-journal`, 'x');
    expect(checkSeal(historyPath(db()))).toBe('none');
  });

  it('where it cannot be written, for the disk is full', () => {
    const writer = new Database(historyPath(db()));
    writer.pragma('max_page_count = 10');
    const write = () => writer.exec('CREATE TABLE filler AS SELECT randomblob(100000)');
    expect(() => readingHistory(historyPath(db()), write)).toThrow(WriteError);
    writer.close();
  });

  it('where results were begun and nothing is in them yet; and whoever asks writes nothing', async () => {
    fs.writeFileSync(verifiedPath(db()), '');
    expect(await bad()).toEqual([]);
    expect(fs.statSync(verifiedPath(db())).size).toBe(0);
  });

  it('nor is a verification ended by somebody who reads its results', async () => {
    await verify();
    const inventory = openInventory(db());
    const store = new VerifiedStore(inventory);
    const reader = new Database(verifiedPath(db()), { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM result').get();
    await wait(1100);
    const file = { bytes: 1, inode: 1, modifiedAt: 1, changedAt: 1, outcome: 'sound' as const };
    store.add([{ ...file, digest: madeDigest('found meanwhile') as Digest }]);
    const count = () => reader.prepare('SELECT count(*) FROM result WHERE bytes = 1').pluck().get();
    expect(count()).toBe(0);
    reader.exec('COMMIT');
    store.flush();
    expect(count()).toBe(1);
    for (const open of [reader, store, inventory]) open.close();
  });
});

describe('what is no file, or cannot be read', () => {
  it.each([
    ['a directory', (at: string) => fs.mkdirSync(at)],
    ['a pipe', (at: string) => void execFileSync('mkfifo', [at])],
    ['a symlink to itself', (at: string) => fs.symlinkSync(at, at)],
  ])('costs no scan, and is told: %s', async (_, make) => {
    fs.rmSync(historyPath(db()));
    make(historyPath(db()));
    make(verifiedPath(db()));
    make(`${db()}.tmp-1`);
    volume.orphan('since');
    const { unrecorded } = await scan();
    expect(unrecorded).toMatch(/is no file|ELOOP|unable to open/);
    await expect(scans()).rejects.toThrow(InventoryError);
    expect((await asked(ask.usage)).totals.blobs).toBeGreaterThan(40);
  });
});

it.each([
  ['a directory', (at: string) => fs.mkdirSync(at)],
  ['a symlink to itself', (at: string) => fs.symlinkSync(at, at)],
  ['something else', (at: string) => fs.writeFileSync(at, 'x'.repeat(5000))],
])('what stands in place of a lock is named: %s', async (_, make) => {
  fs.rmSync(`${db()}.lock`);
  make(`${db()}.lock`);
  await expect(scan()).rejects.toThrow('stowage.db.lock is no lock of stowage: remove it.');
});

describe('the name of an inventory', () => {
  it('is refused where the driver would open another file', async () => {
    fs.copyFileSync(db(), `${db()} `);
    expect(() => openInventory(`${db()} `)).toThrow('begins or ends with white space');
    await expect(scan(`${db()} `)).rejects.toThrow('begins or ends with white space');
  });

  it('may be a symlink: what it leads to is replaced, and has its history', async () => {
    const current = path.join(dir(), 'links', 'current.db');
    fs.mkdirSync(path.dirname(current));
    fs.symlinkSync(db(), current);
    await scan(current);
    expect(fs.lstatSync(current).isSymbolicLink()).toBe(true);
    expect(fs.readdirSync(path.dirname(current))).toEqual(['current.db']);
    expect(await scans()).toBe(2);
    const inventory = openInventory(current);
    expect((await ask.history(inventory)).scans).toHaveLength(2);
    inventory.close();
  });

  it('is refused in a sentence where nothing can be there', async () => {
    const loop = path.join(dir(), 'loop');
    fs.symlinkSync(loop, loop);
    for (const name of [loop, path.join(db(), 'x.db'), path.join(dir(), 'x'.repeat(300))])
      await expect(scan(name), name).rejects.toThrow(/^(Cannot read|Cannot write beside|Could not write) /);
  });
});
