import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/answers/exit-codes.ts';
import { Graph } from '../../src/graph/graph.ts';
import { openInventory, takeInventory } from '../../src/index.ts';
import { packColumns } from '../../src/inventory/format/packed-columns.ts';
import { sealFile } from '../../src/inventory/format/seal.ts';
import { assertPacked } from '../support/assert-packed.ts';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const db = () => path.join(dir(), 'stowage.db');
let volume: ReturnType<typeof demoCopy>;
const take = () => takeInventory({ volume: volume.dir, db: db(), threads: 0, settleMs: 0 });
beforeEach(() => {
  volume = demoCopy(dir());
  return take();
});

/** Changes the inventory behind stowage's back. */
function change(how: (database: Database.Database) => void): void {
  const database = new Database(db());
  how(database);
  database.close();
  sealFile(db());
}

describe('packed columns', () => {
  it('say what the rows say', () => {
    const inventory = openInventory(db());
    assertPacked(inventory);
    inventory.close();
  });

  it('have rows of any id, however far from the others', () => {
    change((database) => {
      const graph = new Graph();
      const row = database.prepare('SELECT blob_id, form, kind FROM manifest LIMIT 1').get();
      for (const id of [1_000_001, 2_000_000]) {
        database.prepare('INSERT INTO blob (id, digest, repositories) VALUES (?, ?, 0)').run(id, `${id}`);
        database.prepare('INSERT INTO manifest (blob_id, form, kind) VALUES (?, @form, @kind)').run(id, row);
        database.prepare('INSERT INTO revision VALUES (?, ?, ?, NULL, 0)').run(id, id, id);
        database.prepare('INSERT INTO layer_link VALUES (?, ?, ?, NULL, 0)').run(id, 7, 7);
        database.prepare(`INSERT INTO tag VALUES (?, ?, 'a', 'directory', NULL, NULL, 0)`).run(id, id);
      }
      const references = database
        .prepare<[], [number, number, number]>(
          'SELECT manifest_id, blob_id, is_foreign FROM reference ORDER BY manifest_id, position',
        )
        .raw()
        .all();
      for (const [manifest, blob, isForeign] of references)
        graph.addReference(manifest, blob, isForeign === 1);
      packColumns(database, graph);
    });
    const inventory = openInventory(db());
    assertPacked(inventory);
    inventory.close();
  });

  it.each([
    ['one is gone', `DELETE FROM packed_column WHERE of_table = 'tag' AND of_column = 'target_id'`],
    ['one was cut', `UPDATE packed_column SET numbers = x'010203' WHERE of_table = 'revision'`],
    ['a manifest has no blob', `UPDATE packed_column SET numbers = x'0000007f' WHERE of_table = 'reference'`],
  ])('are a damaged inventory where %s, which a rescan does not start from', async (_, sql) => {
    change((database) => database.exec(sql));
    const { exitCode, stderr } = await stowage(['gc', '--db', db()]);
    expect(stderr).toMatch(/stowage\.db is damaged \(packed column \w+\.\w+ makes no sense\): remove it/);
    expect(exitCode).toBe(EXIT_CODES.noInventory.code);
    fs.rmSync(path.join(volume.dir, 'docker/registry/v2/blobs/sha256'), { recursive: true });
    await take();
    const inventory = openInventory(db());
    assertPacked(inventory);
    inventory.close();
  });
});
