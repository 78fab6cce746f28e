import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectAgreement, expectSameLinks } from '../../support/expect-definitions.ts';
import { cases, SEED } from '../../support/random-cases.ts';
import { buildRandomVolume, type VolumeOp } from '../../support/random-volume.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** A thousand in CI in each of two files. */
const VOLUMES = cases({ few: 30, many: 1000 });
const KEPT = new URL('kept/', import.meta.url);
const dir = temporaryDirectory();

/**
 * Holds what is said of random volumes against the naive model. What it said wrongly of one is kept, shrunk, beside this
 * file, and every run begins with it.
 */
export function describeVolumes(volumes: fc.Arbitrary<VolumeOp[]>, seed: number): void {
  describe('the answers are those of a model that shares no line with the program', () => {
    it.each(kept())('of a volume that was wrong once: %s', async (name) => {
      await hold(JSON.parse(fs.readFileSync(new URL(name, KEPT), 'utf8')) as VolumeOp[]);
    });

    it('of random volumes', { timeout: 60_000 + VOLUMES * 2_000 }, async () => {
      const run = await fc.check(fc.asyncProperty(volumes, hold), { numRuns: VOLUMES, seed });
      if (run.failed && run.counterexample !== null) keep(run.counterexample[0]);
      console.info(`model: ${run.numRuns} volumes, STOWAGE_RANDOM_SEED=${SEED}`);
      if (run.failed) throw new Error(fc.defaultReportMessage(run) ?? '', { cause: run.errorInstance });
    });
  });
}

let made = 0;

async function hold(ops: readonly VolumeOp[]): Promise<void> {
  const home = path.join(dir(), `${made++}`);
  const volume = path.join(home, 'volume');
  buildRandomVolume(volume, ops);
  try {
    await expectAgreement(volume);
    // Every link is read of some only: it is another way to scan, and shrinking needs to take the same one.
    if (ops.length % 3 === 0) await expectSameLinks(volume);
  } finally {
    // With its inventory: of 50,000 they fill a memory.
    fs.rmSync(home, { recursive: true });
  }
}

function kept(): string[] {
  return fs.existsSync(KEPT) ? fs.readdirSync(KEPT) : [];
}

function keep(ops: readonly VolumeOp[]): void {
  fs.mkdirSync(KEPT, { recursive: true });
  fs.writeFileSync(new URL(`found-${Date.now()}.json`, KEPT), `${JSON.stringify(ops, null, 1)}\n`);
}
