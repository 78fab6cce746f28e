import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { takeInventory } from '../../../src/index.ts';
import { everyAnswer } from '../../support/every-answer.ts';
import { firstDifference } from '../../support/first-difference.ts';
import { cases } from '../../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../../support/random-volume.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const dir = temporaryDirectory();

/** What tells of scans before: the inventory of a full scan knows none. Tables have rows of history, and no order. */
const LEFT_OUT = ['scan', 'report', 'history', 'diff', 'export csv', 'export ndjson', 'export parquet'];
/** What was written in the same tick of the clock looks the same, and is not trusted. */
const CLOCK = { clockGranularityMs: 24 };
const HOOKS = { ...CLOCK, scan: { id: 'the same', beganAtMs: Date.now(), durationMs: 1 } };

it('a rescan, whose ids are others and in another order, answers as a full scan does, to the byte', {
  timeout: 1_200_000,
}, async () => {
  let round = 0;
  const property = fc.asyncProperty(randomVolume(), randomVolume(), async (before, after) => {
    const home = path.join(dir(), `${round++}`);
    fs.mkdirSync(home);
    const volume = path.join(home, 'volume');
    const db = path.join(home, 'db', 'stowage.db');
    fs.mkdirSync(path.dirname(db));
    const scan = (hooks: object) => takeInventory({ volume, db, threads: 0, settleMs: 0, hooks });
    buildRandomVolume(volume, before);
    await scan(CLOCK);
    buildRandomVolume(volume, after);
    await scan(HOOKS);
    const rescan = await everyAnswer(db);
    fs.rmSync(path.dirname(db), { recursive: true });
    fs.mkdirSync(path.dirname(db));
    await scan(HOOKS);
    const full = await everyAnswer(db);
    for (const [question, answer] of Object.entries(full)) {
      if (LEFT_OUT.includes(question)) continue;
      expect(firstDifference(rescan[question] ?? '', answer), question).toBeUndefined();
    }
    fs.rmSync(home, { recursive: true });
  });
  await fc.assert(property, { numRuns: cases({ few: 10, many: 40 }), endOnFailure: true });
});
