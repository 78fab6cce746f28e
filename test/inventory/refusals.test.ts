import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { InventoryError, openInventory, takeInventory, UsageError, WriteError } from '../../src/index.ts';
import { sealFile } from '../../src/inventory/format/seal.ts';
import { stowage } from '../support/command-line.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { BLOBS, REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const db = () => path.join(dir(), 'stowage.db');
const scan = (file = db()) => takeInventory({ volume: volume.dir, db: file, threads: 0, settleMs: 0 });
const ask = () => openInventory(db()).close();
let volume: VolumeBuilder;
beforeEach(() => {
  fs.chmodSync(dir(), 0o755);
  volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
});

/** Makes a file of SQLite's and changes it. */
function makeDatabase(sql: string): void {
  const database = new Database(db());
  database.exec(sql);
  database.close();
  sealFile(db());
}

// Files that stand where the inventory should be written, and are none.
const NOT_OURS: ReadonlyArray<readonly [string, () => void]> = [
  ['a text', () => fs.writeFileSync(db(), 'a shopping list\n')],
  ['a text shorter than a header', () => fs.writeFileSync(db(), 'x')],
  ['another SQLite database', () => makeDatabase('CREATE TABLE precious (x)')],
  [
    'a database that says it is of another program',
    () => makeDatabase('PRAGMA application_id = 7; CREATE TABLE t (x)'),
  ],
  ['a directory', () => fs.mkdirSync(db())],
  ['a FIFO', () => execFileSync('mkfifo', [db()])],
];

describe('a file that is no inventory', () => {
  it.each(NOT_OURS)('is refused by a scan, and untouched: %s', async (_, make) => {
    make();
    const before = describeFile();
    await expect(scan()).rejects.toThrow(InventoryError);
    expect(describeFile()).toEqual(before);
  });

  it.each(NOT_OURS)('is refused by a question: %s', (_, make) => {
    make();
    expect(ask).toThrow(InventoryError);
  });

  it('but empty, as mktemp leaves it, may be replaced', async () => {
    fs.writeFileSync(db(), '');
    expect(ask).toThrow(InventoryError);
    await scan();
    ask();
  });

  it('is refused where there is none at all', () => {
    expect(ask).toThrow(
      `There is no inventory ${db()}: run 'stowage scan <volume>' first, or name one with --db.`,
    );
  });
});

describe('an inventory of another version', () => {
  it('that is newer is refused, and not replaced', async () => {
    await scan();
    makeDatabase('PRAGMA user_version = 99');
    const before = describeFile();
    expect(ask).toThrow(InventoryError);
    await expect(scan()).rejects.toThrow(InventoryError);
    expect(describeFile()).toEqual(before);
  });

  it('that is older is refused, and replaced by the next scan', async () => {
    await scan();
    makeDatabase('PRAGMA user_version = 0');
    expect(ask).toThrow(InventoryError);
    await scan();
    ask();
  });

  it('without its last row is not complete, and refused', async () => {
    await scan();
    makeDatabase('DELETE FROM scan');
    expect(ask).toThrow(InventoryError);
  });
});

describe('an inventory inside the volume', () => {
  it.each([
    ['in its root', () => volume.resolve('stowage.db')],
    ['among the blobs', () => volume.resolve(`${BLOBS}/stowage.db`)],
    [
      'behind a symlink to a directory',
      () => {
        fs.symlinkSync(volume.resolve(REPOSITORIES), path.join(dir(), 'link'));
        return path.join(dir(), 'link/stowage.db');
      },
    ],
    [
      'on the disk that blobs/ was moved to',
      () => {
        fs.renameSync(volume.resolve(BLOBS), path.join(dir(), 'disk'));
        volume.symlink(BLOBS, path.join(dir(), 'disk'));
        return path.join(dir(), 'disk/stowage.db');
      },
    ],
  ])('is refused, and nothing is written: %s', async (_, place) => {
    const file = place();
    const before = fs.readdirSync(dir(), { recursive: true }).sort();
    await expect(scan(file)).rejects.toThrow(UsageError);
    expect(fs.readdirSync(dir(), { recursive: true }).sort()).toEqual(before);
  });

  it('is not one beside the volume whose name begins like it', async () => {
    fs.mkdirSync(`${volume.dir}-inventories`);
    await scan(`${volume.dir}-inventories/stowage.db`);
    expect(fs.existsSync(`${volume.dir}-inventories/stowage.db`)).toBe(true);
  });
});

describe('where nothing may be written', () => {
  it('a scan fails: no such directory', async () => {
    await expect(scan(path.join(dir(), 'no/such/stowage.db'))).rejects.toThrow(WriteError);
  });

  it('a scan ends with 4 and one sentence: a directory of somebody else', async () => {
    const args = ['scan', volume.dir, '--db', db(), '--settle', '0s'];
    fs.chmodSync(dir(), 0o555);
    const { exitCode, stderr } = await stowage(args, { asNobody: true });
    fs.chmodSync(dir(), 0o755);
    expect({ exitCode, lines: stderr.trimEnd().split('\n').length }).toEqual({ exitCode: 4, lines: 1 });
  });

  it('an inventory can still be asked', async () => {
    await scan();
    fs.rmSync(`${db()}.lock`, { force: true });
    fs.chmodSync(db(), 0o444);
    fs.chmodSync(dir(), 0o555);
    const before = fs.readdirSync(dir());
    const answer = await stowage(['report', '--db', db()], { asNobody: true });
    fs.chmodSync(dir(), 0o755);
    expect(answer).toMatchObject({ exitCode: 0, stderr: '' });
    expect(fs.readdirSync(dir())).toEqual(before);
  });
});

function describeFile() {
  const { ino, size, mtimeMs, mode } = fs.statSync(db());
  return { ino, size, mtimeMs, mode };
}
