import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { InventoryError } from '../../src/errors.ts';
import {
  historyPath,
  openHistory,
  openHistoryToWrite,
  readingHistory,
} from '../../src/inventory/beside/history-file.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const file = () => historyPath(path.join(dir(), 'stowage.db'));

it('a history lies beside its inventory, and is none until something was recorded', () => {
  expect(file()).toBe(path.join(dir(), 'stowage.db.history'));
  expect(openHistory(file())).toBeUndefined();
  fs.writeFileSync(file(), '');
  expect(openHistory(file())).toBeUndefined();
});

it('what was begun can be opened, by whoever may not write too', () => {
  openHistoryToWrite(file()).close();
  openHistoryToWrite(file()).close();
  fs.chmodSync(file(), 0o444);
  const database = openHistory(file());
  expect(database?.prepare('SELECT keep_events / 86400000000 FROM setting').pluck().all()).toEqual([400]);
  database?.close();
});

describe('is refused, and left as it is', () => {
  const cases: Array<readonly [what: string, write: () => void, says: RegExp]> = [
    ['a file of something else', () => fs.writeFileSync(file(), 'x'.repeat(5000)), /not a database/],
    ['a database of something else', () => alter('CREATE TABLE a (b)'), /is no history of stowage/],
    ['one with a trigger', () => alterOurs(TRIGGER), /is no history of stowage/],
    [
      'one of a newer version',
      () => alterOurs('PRAGMA user_version = 99'),
      /newer stowage \(format 99, .* 1\)/,
    ],
  ];
  it.each(cases)('%s', (_, write, says) => {
    write();
    const before = fs.readFileSync(file());
    for (const open of [openHistory, openHistoryToWrite]) {
      expect(() => open(file())).toThrow(InventoryError);
      expect(() => open(file())).toThrow(says);
    }
    expect(fs.readFileSync(file()).equals(before)).toBe(true);
  });
});

it('damage that shows later says what to do', () => {
  openHistoryToWrite(file()).close();
  alterOurs('DROP TABLE event');
  const database = openHistory(file());
  const ask = () => readingHistory(file(), () => database?.prepare('SELECT * FROM event').all());
  expect(ask).toThrow(
    /Cannot read .*\.history \(no such table: .*\): move it away, and the next scan begins/,
  );
  database?.close();
});

const TRIGGER = 'CREATE TRIGGER t AFTER INSERT ON scan BEGIN DELETE FROM scan; END';

function alterOurs(sql: string): void {
  openHistoryToWrite(file()).close();
  alter(sql);
}

function alter(sql: string): void {
  const database = new Database(file());
  database.exec(sql);
  database.close();
}
