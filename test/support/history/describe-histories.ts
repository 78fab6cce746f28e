import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { VolumeFs } from '../../../src/volume/volume-fs.ts';
import { differenceOf, outcomeOf, scanBefore } from '../both-ways.ts';
import { cases, SEED } from '../random-cases.ts';
import type { ScanAlone } from '../scan-alone.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { beginVolume } from './begin.ts';
import { type History, historiesOf, type Operation, type Round } from './history.ts';
import { OPERATIONS } from './operations.ts';
import { perform } from './perform.ts';

type Clocked = Omit<ScanAlone, 'db'>;

const ALL = Object.keys(OPERATIONS);
const SHRINK_MS = 5_000;
const RUNS = cases({ few: 1, many: 6 });
// Longer than a tick of the clock that stamps files: 10 ms where a kernel ticks slowest.
const TICK_MS = 12;
const CLOCKS: ReadonlyArray<History['clock']> =
  process.env['STOWAGE_SLOW_CLOCK'] === undefined
    ? [
        // Trusts every time, however young.
        { hooks: { clockGranularityMs: -1e9 }, pauseMs: TICK_MS },
        { hooks: { clockGranularityMs: 0 }, pauseMs: TICK_MS },
        // What is done in a tick bears the same time as what was done before, and is not trusted.
        { hooks: { clockGranularityMs: 2 * TICK_MS }, pauseMs: 0 },
      ]
    : [{ pauseMs: 2_300 }];

const dir = temporaryDirectory();
const done = new Set<string>();
const read = { rescans: 0, fullScans: 0 };

/**
 * Tests that a rescan believes nothing that it did not stat itself: whatever anybody did to the volume, beginning with one
 * of these operations, it answers as a scan that reads everything. STOWAGE_SLOW_CLOCK=1 makes a test with the real
 * granularity. One call a file, so that files run side by side.
 */
export function describeHistories(names: readonly string[]): void {
  afterAll(() => console.info(`histories: STOWAGE_RANDOM_SEED=${SEED}, ${JSON.stringify(read)}`));

  describe('a rescan answers as a full scan', { timeout: 120_000 + RUNS * 20_000 }, () => {
    it.each(names)('after this and whatever comes later: %s', async (name) => {
      let runs = 0;
      const histories = historiesOf(name, CLOCKS);
      const property = shrinkingBriefly((history: History) => live(`${runs++}`, history));
      await fc.assert(fc.asyncProperty(histories, property), {
        numRuns: RUNS,
        seed: SEED + ALL.indexOf(name),
      });
    });

    it('after each of them', () => {
      expect(names.filter((name) => !done.has(name))).toEqual([]);
    });

    it('and reads far less where nothing changed', () => {
      expect(read.fullScans).toBeGreaterThan(0);
      expect(read.rescans / read.fullScans).toBeLessThan(0.7);
    });
  });
}

/** After a failure lets what is smaller pass when it has looked for it so long: a disk can be slow. */
function shrinkingBriefly<T>(property: (value: T) => Promise<void>): (value: T) => Promise<void> {
  let failedAt = Number.POSITIVE_INFINITY;
  return async (value) => {
    if (Date.now() - failedAt > SHRINK_MS) return;
    try {
      await property(value);
    } catch (error) {
      if (!(error instanceof fc.PreconditionFailure)) failedAt = Math.min(failedAt, Date.now());
      throw error;
    }
  };
}

/** Does what a history says, and compares both scans after every round. */
async function live(name: string, history: History): Promise<void> {
  const root = path.join(dir(), name);
  const volume = beginVolume(root, `${root}-aside`, history);
  const { pauseMs, ...clock } = history.clock;
  const options: Clocked = { volume: root, ...clock };
  const act = (operation: Operation) => {
    const isDone = perform(volume, operation);
    if (isDone) done.add(operation.operation);
    return isDone;
  };
  await wait(pauseMs);
  await scanBefore({ ...options, db: `${root}-last.db` });
  const first: Round = { operations: [history.first], scan: {}, failsAt: undefined, skipsConfigs: false };
  for (const [number, round] of [first, ...history.later].entries()) {
    await wait(pauseMs);
    const acted = round.operations.filter(act);
    // Another history takes its place.
    fc.pre(number > 0 || acted.length === 1);
    await wait(pauseMs);
    const label = `round ${number}: ${JSON.stringify({ ...round, operations: acted })}`;
    await compare(root, { ...options, ...round.scan }, round, label);
  }
  await wait(pauseMs);
  await countReads(root, options);
  for (const suffix of ['', '-aside', '-last.db', '-full.db'])
    fs.rmSync(`${root}${suffix}`, { recursive: true, force: true });
}

async function compare(
  root: string,
  options: Clocked,
  { failsAt, skipsConfigs }: Round,
  label: string,
): Promise<void> {
  if (failsAt !== undefined) {
    const hooks = { ...options.hooks, fault: { call: failsAt, code: 'EIO' } } as const;
    await scanBefore({ ...options, db: `${root}-last.db`, hooks });
  }
  if (skipsConfigs) await scanBefore({ ...options, db: `${root}-last.db`, configs: false });
  const rescan = await outcomeOf({ ...options, db: `${root}-last.db` });
  const full = await outcomeOf({ ...options, db: `${root}-full.db`, full: true });
  expect(differenceOf(rescan, full), label).toEqual({});
}

/** It is no wonder that they agree where both read everything: counts the files that are opened. */
async function countReads(root: string, options: Clocked): Promise<void> {
  const opened = (['readLink', 'readWhole'] as const).map((name) => vi.spyOn(VolumeFs.prototype, name));
  const count = () => opened.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  try {
    const trusting = { ...options, hooks: { clockGranularityMs: -1e9 } };
    for (let scans = 0; scans < 2; scans++) await scanBefore({ ...trusting, db: `${root}-last.db` });
    const before = count();
    const rescan = await outcomeOf({ ...trusting, db: `${root}-last.db` });
    read.rescans += count() - before;
    const between = count();
    const full = await outcomeOf({ ...trusting, db: `${root}-full.db`, full: true });
    read.fullScans += count() - between;
    expect(differenceOf(rescan, full), 'nothing done since').toEqual({});
  } finally {
    for (const spy of opened) spy.mockRestore();
  }
}
