import * as fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inventory } from '../../src/index.ts';
import { historyPath, openHistoryToWrite } from '../../src/inventory/beside/history-file.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { askHere, complaintAbout } from './ask-here.ts';

const dir = sharedDirectory();
let inventory: Inventory;
beforeAll(async () => {
  inventory = await recordedInventoryOf(demoCopy(dir()).dir);
  fs.rmSync(historyPath(inventory.path));
});
afterAll(() => inventory.close());

/** The first line of a complaint, and the place below which the mark stands. */
function complaint(text: string): [sentence: string, marked: string | undefined] {
  const [sentence = '', line, mark] = complaintAbout(inventory, text).split('\n');
  return [sentence, mark === undefined ? undefined : line?.slice(mark.indexOf('^'))];
}

describe('of a wrong statement are told what is wrong, where, and what may have been meant', () => {
  it.each([
    [
      'SELECT digst FROM blobs',
      'no such column: digst (line 1, column 8): did you mean digest?',
      'digst FROM blobs',
    ],
    ['SELECT * FRM blobs', 'near "FRM": syntax error (line 1, column 10)', 'FRM blobs'],
    ['SELECT 1 FROM -- what?', 'incomplete input (line 1, column 14)', ' -- what?'],
    ['SELECT * FROM tagz', 'no such table: tagz (line 1, column 15): did you mean tag, tags?', 'tagz'],
    ['SELECT b.nope FROM blobs b', 'no such column: b.nope (line 1, column 8)', 'b.nope FROM blobs b'],
    ['SELECT "digst" FROM blobs', 'no such column: "digst"', '"digst" FROM blobs'],
    ['SELECT lenth(1)', 'no such function: lenth (line 1, column 8): did you mean length?', 'lenth(1)'],
    ['SELECT abs(1, 2)', 'wrong number of arguments to function abs() (line 1, column 8)', 'abs(1, 2)'],
    ['SELECT id FROM blob, tag', 'ambiguous column name: id (line 1, column 8)', 'id FROM blob, tag'],
    [
      'SELECT * FROM history.scan',
      'no such table: history.scan (line 1, column 15): there is no history beside this inventory, the next scan begins one',
      'history.scan',
    ],
    ["SELECT 'open", 'unrecognized token: "\'open" (line 1, column 8)', "'open"],
    ['SELECT 1; SELECT 2', 'Expected one statement, and found several.', undefined],
    ['SELECT 1;; SELECT 2', 'Expected one statement, and found several.', undefined],
    ['SELECT * FROM blobs ORDER BY', 'incomplete input (line 1, column 29)', ''],
    ['SELECT (1;', 'near ";": syntax error (line 1, column 10)', ';'],
    [
      'SELECT max(sum(bytes)) FROM blobs',
      'misuse of aggregate function sum() (line 1, column 12)',
      'sum(bytes)) FROM blobs',
    ],
    ['SELECT abs(-9223372036854775808)', 'integer overflow', undefined],
    ["SELECT json('{')", 'malformed JSON', undefined],
    ['SELECT zeroblob(1e9 + 1)', 'string or blob too big', undefined],
  ])('%s', (text, sentence, marked) => {
    const [told, place] = complaint(text);
    expect(told.startsWith(sentence), told).toBe(true);
    expect(place).toBe(marked);
  });

  it('on any of several lines, and where a name stands that is right elsewhere', () => {
    expect(complaint('SELECT name,\n\t(SELECT name FROM blobs)\nFROM repositories')).toEqual([
      'nothing is wrong',
      undefined,
    ]);
    expect(complaint('SELECT name,\n\t(SELECT b.name FROM blobs b)\nFROM repositories')).toEqual([
      'no such column: b.name (line 2, column 10)',
      'b.name FROM blobs b)',
    ]);
    expect(complaint("SELECT kind, (SELECT 1 FROM blobs WHERE x.kind = '1') FROM manifest")[1]).toBe(
      "x.kind = '1') FROM manifest",
    );
    expect(complaint('SELECT digest FROM blobs UNION SELECT digest FROM uploads')[1]).toBe(
      'digest FROM uploads',
    );
    expect(complaint('SELECT a FROM (SELECT 1 AS a), b WHERE b = (b b)')[1]).toBe('b)');
  });

  it('in a line of any length and with anything in it', () => {
    const long = `SELECT ${'1, '.repeat(900)} digst, ${'2, '.repeat(900)} 3 FROM blobs`;
    expect(complaint(long)[0]).toBe('no such column: digst (line 1, column 2709): did you mean digest?');
    const lines = complaintAbout(inventory, long).split('\n');
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    const odd = "SELECT '\u001b[31m\u4e2d\u{1f600}\\' , digst FROM blobs";
    expect(complaintAbout(inventory, odd)).toBe(
      'no such column: digst (line 1, column 21): did you mean digest?\n' +
        "  SELECT '?[31m???' , digst FROM blobs\n                      ^",
    );
  });

  it('tells the columns of the tables that it names, also of the history', () => {
    openHistoryToWrite(historyPath(inventory.path)).close();
    expect(complaint('SELECT blob_byte FROM history.scans')[0]).toBe(
      'no such column: blob_byte (line 1, column 8): did you mean blob_bytes?',
    );
    expect(complaint('SELECT * FROM history.scanz')[0]).toContain(
      ': did you mean history.scan, history.scans',
    );
    expect(askHere(inventory, 'SELECT count(*) AS n FROM history.scan')).toEqual([{ n: 0 }]);
  });
});
