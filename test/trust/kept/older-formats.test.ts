import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeInventory } from '../../../src/index.ts';
import { historyPath } from '../../../src/inventory/beside/history-file.ts';
import { SCHEMA_VERSION } from '../../../src/inventory/format/schema.ts';
import { demoCopy } from '../../support/demo-copy.ts';
import { type AnyQuestion, askedOf, EVERY_QUESTION, everyAnswer } from '../../support/every-answer.ts';
import { firstDifference } from '../../support/first-difference.ts';
import { linesOf } from '../../support/recorded-history.ts';
import { recordedScans } from '../../support/recorded-scans.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { OLD_FORMATS, unpackInventory } from './kept-inventories.ts';

const dir = temporaryDirectory();
const db = () => path.join(dir(), 'stowage.db');
const QUESTIONS = Object.keys(EVERY_QUESTION) as AnyQuestion[];
/** What is of one scan alone is the same in all. */
const SCAN = { id: 'the same', beganAtMs: Date.now(), durationMs: 1 };
/** What tells of scans before. */
const OF_HISTORY = ['report', 'history', 'diff', 'export csv', 'export ndjson', 'export parquet'];

const scan = () =>
  takeInventory({
    volume: path.join(dir(), 'volume'),
    db: db(),
    threads: 0,
    settleMs: 0,
    hooks: { scan: SCAN },
  });

it('there is an inventory of each format that ever was', () => {
  expect(OLD_FORMATS).toEqual(Array.from({ length: SCHEMA_VERSION - 1 }, (_, at) => at + 1));
});

describe.each(OLD_FORMATS)('an inventory of format %i', (format) => {
  it('is refused by every question, in a sentence that says what to do', async () => {
    unpackInventory(format, db());
    const before = fs.readFileSync(db());
    const refusal = `12: ${db()} was written by an older stowage (format ${format}): scan again to renew it.`;
    for (const question of QUESTIONS) expect(await askedOf(db(), question), question).toBe(refusal);
    expect(fs.readFileSync(db()).equals(before)).toBe(true);
  });

  it('is replaced by the next scan, which answers as one where there was none', async () => {
    demoCopy(dir());
    unpackInventory(format, db());
    const hasHistory = fs.existsSync(historyPath(db()));
    expect(await scan()).toEqual({ changedDirectories: 0 });
    const renewed = await everyAnswer(db());
    for (const suffix of ['', '.history']) fs.rmSync(`${db()}${suffix}`);
    await scan();
    const fresh = await everyAnswer(db());
    for (const question of QUESTIONS) {
      if (hasHistory && OF_HISTORY.includes(question)) continue;
      expect(firstDifference(renewed[question] ?? '', fresh[question] ?? ''), question).toBeUndefined();
    }
  });
});

it('a history that an older version wrote goes on: nothing is lost, nothing happened since', async () => {
  demoCopy(dir());
  unpackInventory(5, db());
  const EVENTS = 'SELECT kind, repository, tag, digest FROM events ORDER BY id';
  const [scans, events] = ['SELECT id FROM scan ORDER BY number', EVENTS].map((sql) => linesOf(db(), sql));
  expect([scans?.length, events?.length]).toEqual([2, 1]);
  expect(await scan()).toEqual({ changedDirectories: 0 });
  expect(await recordedScans(db())).toEqual([...(scans ?? []), SCAN.id]);
  expect(linesOf(db(), EVENTS)).toEqual(events);
  expect(linesOf(db(), 'SELECT begins FROM scan ORDER BY number')).toEqual(['first', '-', '-']);
});
