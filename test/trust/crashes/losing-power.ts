import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { expect } from 'vitest';
import { CLI } from '../../support/command-line.ts';
import { madeBytes } from '../../support/made-bytes.ts';
import { cases } from '../../support/random-cases.ts';
import { filesIn, putBack } from './files-in.ts';
import { LossyDisk } from './lost-power.ts';
import { parseTrace, TRACE, type Traced } from './traced-writes.ts';

/** How many ways to lose power at each moment. */
const WAYS = cases({ few: 2, many: 12 });

/** What a run of a command did to the files of a directory, and what they were before. */
interface TracedRun {
  readonly directory: string;
  readonly before: ReadonlyMap<string, Buffer>;
  readonly steps: readonly Traced[];
}

/** Runs a command to its end, with each of its writes to a directory on record. */
export function traceRun(directory: string, args: readonly string[], ends: number): TracedRun {
  const before = filesIn(directory);
  const log = `${directory}.log`;
  const { status, error, stderr } = spawnSync(
    'strace',
    [...TRACE, '-o', log, process.execPath, CLI, ...args],
    {
      encoding: 'utf8',
    },
  );
  expect({ status, error, stderr }).toMatchObject({ status: ends });
  return { directory, before, steps: parseTrace(fs.readFileSync(log, 'latin1'), directory) };
}

/** Looks at what the directory holds after power was lost, at each moment of a run and in several ways. */
export async function afterEachLoss(run: TracedRun, look: (label: string) => Promise<void>): Promise<void> {
  const disk = new LossyDisk(run.before);
  let round = 0;
  for (const step of [undefined, ...run.steps]) {
    if (step !== undefined) disk.perform(step);
    for (let way = 0; way < WAYS; way++, round++) {
      const bytes = madeBytes(`loss ${round}`, 4096);
      let at = 0;
      putBack(
        run.directory,
        disk.afterLoss(() => bytes.readUInt16LE((at++ * 2) % 4096) / 65_536),
      );
      await look(`after ${step?.does} of ${step?.path}, way ${way}`);
    }
  }
  console.info(`power lost in ${round} ways at ${run.steps.length + 1} moments`);
}
