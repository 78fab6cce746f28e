import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
// The built library: its threads run what is built.
import { takeInventory } from '../../../dist/take-inventory.js';
import { everyAnswer } from '../../support/every-answer.ts';
import { firstDifference } from '../../support/first-difference.ts';
import { cases } from '../../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../../support/random-volume.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const dir = temporaryDirectory();
/** What is of one scan alone is the same in all. */
const SCAN = { id: 'the same', beganAtMs: Date.now(), durationMs: 1 };

interface Way {
  readonly threads: number;
  readonly listing?: number;
}

/** Scans a volume twice, so that what the second takes over is there too, into an inventory with its history. */
async function taken(volume: string, { threads, listing }: Way) {
  const db = path.join(dir(), 'stowage.db');
  for (const suffix of ['', '.history']) fs.rmSync(`${db}${suffix}`, { force: true });
  for (const id of ['first', 'second']) {
    const hooks = { scan: { ...SCAN, id }, ...(listing !== undefined && { listing }) };
    await takeInventory({ volume, db, threads, settleMs: 0, hooks });
  }
  return {
    inventory: fs.readFileSync(db).toString('latin1'),
    history: fs.readFileSync(`${db}.history`).toString('latin1'),
    answers: await everyAnswer(db),
  };
}

/** Fails without a million characters of what differs. */
function expectSame(one: Awaited<ReturnType<typeof taken>>, other: typeof one, way: Way): void {
  const label = JSON.stringify(way);
  for (const [question, answer] of Object.entries(one.answers))
    expect(firstDifference(other.answers[question] ?? '', answer), `${label}: ${question}`).toBeUndefined();
  for (const file of ['inventory', 'history'] as const)
    expect(firstDifference(one[file], other[file]), `${label}: ${file}`).toBeUndefined();
}

describe('the same volume gives the same inventory, history and answers, to the byte', () => {
  it('in whatever order its directories are listed', { timeout: 600_000 }, async () => {
    let round = 0;
    const property = fc.asyncProperty(randomVolume(), async (steps) => {
      const volume = path.join(dir(), `volume ${round++}`);
      buildRandomVolume(volume, steps);
      const one = await taken(volume, { threads: 0 });
      for (const listing of [1, 2]) {
        const way = { threads: 0, listing };
        expectSame(one, await taken(volume, way), way);
      }
      fs.rmSync(volume, { recursive: true });
    });
    await fc.assert(property, { numRuns: cases({ few: 5, many: 15 }), endOnFailure: true });
  });

  it('with 1, 2, 4 and 16 threads', { timeout: 600_000 }, async () => {
    const steps = fc.sample(randomVolume(), { numRuns: 6 }).flat();
    const volume = path.join(dir(), 'volume');
    buildRandomVolume(volume, steps);
    const one = await taken(volume, { threads: 1 });
    for (const threads of [2, 4, 16, 0]) {
      const way = { threads, listing: threads };
      expectSame(one, await taken(volume, way), way);
    }
  });
});
