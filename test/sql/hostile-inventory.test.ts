import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { historyPath, openHistoryToWrite } from '../../src/inventory/beside/history-file.ts';
import { sealFile } from '../../src/inventory/format/seal.ts';
import { stowage } from '../support/command-line.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = temporaryDirectory();

async function inventoryFile(): Promise<string> {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('team/app').image({ layers: ['a'], tag: '1' });
  const inventory = await recordedInventoryOf(volume.dir);
  inventory.close();
  return inventory.path;
}

/** What `stowage sql` ends with, and its sentence. */
async function asked(db: string, text = 'SELECT count(*) FROM blobs'): Promise<[number | null, string]> {
  const { exitCode, stderr } = await stowage(['sql', text, '--db', db]);
  return [exitCode, stderr.replaceAll(dir(), '<dir>')];
}

function change(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
  sealFile(file);
}

describe('a file that is no inventory as stowage makes it is not asked', () => {
  it.each([
    [
      'a view of ours that says something else',
      'DROP VIEW tags; CREATE VIEW tags AS SELECT 1 AS tag',
      'tags',
    ],
    ['a view in the place of a table', 'ALTER TABLE stray RENAME TO x; CREATE VIEW stray AS SELECT 1', 'x'],
    ['another view', 'CREATE VIEW innocent AS SELECT load_extension(volume) FROM scan', 'innocent'],
    ['a trigger', 'CREATE TRIGGER t AFTER DELETE ON blob BEGIN SELECT 1; END', 't'],
    ['a virtual table', 'CREATE VIRTUAL TABLE v USING fts5(a)', 'v'],
    ['an index on an expression', 'CREATE INDEX i ON blob (abs(bytes))', 'i'],
    ['a column more', 'ALTER TABLE blob ADD COLUMN x TEXT', 'blob'],
  ])('%s', async (_, sql, name) => {
    const db = await inventoryFile();
    expect((await asked(db))[0]).toBe(0);
    change(db, sql);
    expect(await asked(db)).toEqual([
      12,
      `stowage: <dir>/volume.db is not as stowage makes it: '${name}' in it is something else. Nothing is asked of it.\n`,
    ]);
  });

  it('the history beside it, too', async () => {
    const db = await inventoryFile();
    openHistoryToWrite(historyPath(db)).close();
    expect(await asked(db, 'SELECT count(*) FROM history.scan')).toEqual([0, '']);
    change(historyPath(db), 'CREATE VIEW innocent AS SELECT 1');
    expect(await asked(db)).toEqual([
      12,
      "stowage: <dir>/volume.db.history is not as stowage makes it: 'innocent' in it is something else. Nothing is asked of it.\n",
    ]);
    change(historyPath(db), 'PRAGMA user_version = 99');
    expect((await asked(db))[1]).toContain('was written by a newer stowage (format 99');
    fs.writeFileSync(historyPath(db), 'no history'.repeat(1000));
    expect(await asked(db)).toEqual([12, expect.stringContaining('Cannot read <dir>/volume.db.history (')]);
    fs.writeFileSync(historyPath(db), '');
    expect((await asked(db))[0]).toBe(0);
  });

  it('and other files are told as every command tells them', async () => {
    const db = await inventoryFile();
    expect((await asked(path.join(dir(), 'none.db')))[1]).toContain('There is no inventory');
    fs.writeFileSync(path.join(dir(), 'text.db'), 'text'.repeat(1000));
    expect(await asked(path.join(dir(), 'text.db'))).toEqual([
      12,
      'stowage: <dir>/text.db is no inventory of stowage: name one with --db.\n',
    ]);
    const bytes = fs.readFileSync(db);
    fs.writeFileSync(path.join(dir(), 'half.db'), bytes.subarray(0, bytes.length / 2));
    const [code, sentence] = await asked(
      path.join(dir(), 'half.db'),
      'SELECT * FROM blobs, tags, layer_links',
    );
    expect([code, sentence]).toEqual([12, expect.stringContaining('half.db is damaged (')]);
    change(db, 'PRAGMA user_version = 99');
    expect(await asked(db)).toEqual([
      12,
      expect.stringContaining('was written by a newer stowage (format 99'),
    ]);
  });

  it('a layout and comments of its own are no other schema', async () => {
    const db = await inventoryFile();
    const database = new Database(db);
    database.unsafeMode(true);
    database.pragma('writable_schema = ON');
    const changed = database
      .prepare(
        "UPDATE sqlite_schema SET sql = replace(sql, '-- what other tables call', '  -- what the others  call')",
      )
      .run();
    database.close();
    sealFile(db);
    expect(changed.changes).toBeGreaterThan(0);
    expect(await asked(db)).toEqual([0, '']);
  });
});
