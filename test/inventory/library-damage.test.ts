import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { InventoryError, openInventory, takeInventory, usageByTag } from '../../src/index.ts';
import { sealFile } from '../../src/inventory/format/seal.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const db = () => path.join(dir(), 'stowage.db');
beforeEach(() => takeInventory({ volume: demoCopy(dir()).dir, db: db(), threads: 0, settleMs: 0 }));

const PAGE = 4096;

/** Fills the first page of a table with noise. */
function spoil(table: string): void {
  const database = new Database(db());
  const root = Number(
    database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table),
  );
  database.close();
  const bytes = fs.readFileSync(db());
  bytes.fill(0x5a, (root - 1) * PAGE, root * PAGE);
  fs.writeFileSync(db(), bytes);
  sealFile(db());
}

/** Changes the inventory behind stowage's back. */
function change(sql: string): void {
  const database = new Database(db());
  database.exec(sql);
  database.close();
  sealFile(db());
}

/** The error that a caller of the library gets. */
function errorOf(ask: (inventory: ReturnType<typeof openInventory>) => unknown): unknown {
  let inventory: ReturnType<typeof openInventory> | undefined;
  try {
    inventory = openInventory(db());
    ask(inventory);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    inventory?.close();
  }
}

const DAMAGED = /stowage\.db is damaged \(.+\): remove it and scan again\.$/;

describe('a caller of the library gets damage of an inventory as InventoryError, which names the file', () => {
  it('from an analysis', () => {
    spoil('repository');
    const error = errorOf(usageByTag);
    expect(error).toBeInstanceOf(InventoryError);
    expect((error as Error).message).toMatch(DAMAGED);
  });

  it.each([
    ['get', (inventory) => inventory.database.prepare('SELECT count(DISTINCT name) FROM repository').get()],
    ['all', (inventory) => inventory.database.prepare('SELECT name FROM repository').all()],
    ['iterate', (inventory) => [...inventory.database.prepare('SELECT name FROM repository').iterate()]],
    ['pluck', (inventory) => inventory.database.prepare('SELECT name FROM repository').pluck().all()],
  ] satisfies ReadonlyArray<readonly [string, (inventory: ReturnType<typeof openInventory>) => unknown]>)(
    'from SQL of its own: %s',
    (_, ask) => {
      spoil('repository');
      const error = errorOf(ask);
      expect(error).toBeInstanceOf(InventoryError);
      expect((error as Error).message).toMatch(DAMAGED);
    },
  );

  it.each(['DROP TABLE alias', 'DROP VIEW tags', 'ALTER TABLE blob RENAME COLUMN inode TO node'])(
    'where SQL is right and the inventory lacks something: %s',
    (sql) => {
      change(sql);
      const error = errorOf(({ database }) =>
        database.prepare('SELECT * FROM alias, tags, blob WHERE inode'),
      );
      expect(error).toBeInstanceOf(InventoryError);
    },
  );
});

describe('wrong SQL is no damage', () => {
  it.each(['SELECT', 'SELECT name FROM repositorys', 'SELECT nonsense FROM blobs'])('%s', (sql) => {
    const error = errorOf(({ database }) => database.prepare(sql));
    expect(error).not.toBeInstanceOf(InventoryError);
    expect(error).toMatchObject({ code: 'SQLITE_ERROR' });
  });

  it('nor is a parameter that is missing', () => {
    const error = errorOf(({ database }) => database.prepare('SELECT ?').get());
    expect(error).toBeInstanceOf(RangeError);
  });
});
