import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask, openInventory, takeInventory } from '../../../src/index.ts';
import { demoCopy } from '../../support/demo-copy.ts';
import { everyAnswer } from '../../support/every-answer.ts';
import { firstDifference } from '../../support/first-difference.ts';
import { cases } from '../../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../../support/random-volume.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const dir = temporaryDirectory();
const NOW = Date.now();
const YEAR = 365 * 24 * 60 * 60 * 1000;
/** What tells of scans before, and tables, whose rows have no order. */
const LEFT_OUT = ['scan', 'report', 'history', 'diff', 'export csv', 'export ndjson', 'export parquet'];
const OLD_TIMES = ['1970-01-01T00:00:00Z', '1970-01-01T00:00:01Z', '2026-03-20T12:00:00Z'];
const FUTURE_TIMES = [
  '2038-01-19T03:14:07Z',
  '2038-01-19T03:14:08Z',
  '2106-02-07T06:28:16Z',
  '2400-01-01T00:00:00Z',
];

const db = (home: string) => path.join(home, 'db', 'stowage.db');

/** Scans at a time that a clock says, right or wrong. */
async function scanAt(home: string, beganAtMs: number, isFull = false): Promise<void> {
  if (isFull) fs.rmSync(path.dirname(db(home)), { recursive: true, force: true });
  fs.mkdirSync(path.dirname(db(home)), { recursive: true });
  const scan = { id: `scan at ${beganAtMs}`, beganAtMs, durationMs: 1 };
  const volume = path.join(home, 'volume');
  await takeInventory({
    volume,
    db: db(home),
    threads: 0,
    settleMs: 0,
    hooks: { scan, clockGranularityMs: 24 },
  });
}

/** What could go, be it a millisecond old. */
async function whatCouldGo(home: string) {
  const inventory = openInventory(db(home));
  try {
    const orphans = await ask.orphans(inventory, { minAgeMs: 1 });
    const rule = { keepLast: 1, untagged: true, orphaned: true, minAge: 1, registry: '2.8.3' };
    const plan = await ask.plan(inventory, rule);
    if (!('delete' in plan)) throw new Error('A plan for one version is one plan.');
    return {
      orphans: orphans.totals.blobs,
      young: orphans.totals.youngBlobs,
      planned: plan.delete.length,
    };
  } finally {
    inventory.close();
  }
}

/** A rescan at a time answers as a full scan at that time. */
async function expectFull(home: string, beganAtMs: number): Promise<void> {
  await scanAt(home, beganAtMs);
  const rescan = await everyAnswer(db(home));
  await scanAt(home, beganAtMs, true);
  for (const [question, answer] of Object.entries(await everyAnswer(db(home))))
    if (!LEFT_OUT.includes(question))
      expect(firstDifference(rescan[question] ?? '', answer), question).toBeUndefined();
}

describe('files that were last touched', () => {
  it.each([...OLD_TIMES, ...FUTURE_TIMES])('at %s are as old as that, to the second', async (time) => {
    const home = dir();
    const volume = demoCopy(home, time);
    await scanAt(home, NOW);
    const inventory = openInventory(db(home));
    const times = inventory.database
      .prepare('SELECT DISTINCT modified_at FROM blob WHERE bytes > 0')
      .pluck()
      .all();
    const { blobs } = await ask.orphans(inventory);
    inventory.close();
    expect(times).toEqual([Date.parse(time) * 1000]);
    expect(new Set(blobs.map(({ modifiedAt }) => Date.parse(modifiedAt)))).toEqual(
      new Set([Date.parse(time)]),
    );
    expect(new Set(blobs.map(({ young }) => young))).toEqual(new Set([FUTURE_TIMES.includes(time)]));
    volume.orphan('one more');
    volume.age(time);
    await expectFull(home, NOW + 1000);
  });

  it.each(FUTURE_TIMES)(
    'in the future, at %s, are young: nothing is free, nothing is planned',
    async (time) => {
      demoCopy(dir(), time);
      await scanAt(dir(), NOW);
      const now = await whatCouldGo(dir());
      expect(now).toEqual({ orphans: 0, young: expect.any(Number), planned: 0 });
      await scanAt(dir(), Date.parse(time) + YEAR);
      expect(await whatCouldGo(dir())).toEqual({ orphans: now.young, young: 0, planned: expect.any(Number) });
      expect((await whatCouldGo(dir())).planned).toBeGreaterThan(0);
    },
  );
});

describe('a clock that was set', () => {
  it('back makes nothing old that is young: what was scanned as old is young then', async () => {
    demoCopy(dir(), new Date(NOW - YEAR));
    await scanAt(dir(), NOW);
    const before = await whatCouldGo(dir());
    expect(Math.min(before.orphans, before.planned)).toBeGreaterThan(0);
    await scanAt(dir(), NOW - 2 * YEAR);
    expect(await whatCouldGo(dir())).toEqual({ orphans: 0, young: before.orphans, planned: 0 });
    await scanAt(dir(), NOW + 1000);
    expect(await whatCouldGo(dir())).toEqual(before);
  });

  it('back, forward or not, between two scans, leaves a rescan as good as a full scan', {
    timeout: 600_000,
  }, async () => {
    let round = 0;
    const clock = fc.constantFrom(NOW, NOW - YEAR, NOW + YEAR);
    const touched = fc.constantFrom(...OLD_TIMES, ...FUTURE_TIMES, undefined);
    const property = fc.asyncProperty(
      fc.tuple(randomVolume(), touched, clock),
      fc.tuple(randomVolume(), touched, clock),
      async ([before, touchedBefore, first], [after, touchedAfter, second]) => {
        const home = path.join(dir(), `${round++}`);
        const volume = path.join(home, 'volume');
        fs.mkdirSync(home);
        const built = buildRandomVolume(volume, before);
        if (touchedBefore !== undefined) built.age(touchedBefore);
        await scanAt(home, first);
        const changed = buildRandomVolume(volume, after);
        if (touchedAfter !== undefined) changed.age(touchedAfter);
        await expectFull(home, second);
        fs.rmSync(home, { recursive: true });
      },
    );
    await fc.assert(property, { numRuns: cases({ few: 10, many: 30 }), endOnFailure: true });
  });
});
