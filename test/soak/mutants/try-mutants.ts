import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { count } from './count.ts';
import type { CountedFile } from './counted.ts';
import { plantIn } from './plant.ts';
import { type MutantSet, testsOf } from './sets.ts';
import { logOf, readTold, tell, writeTask } from './task.ts';

/** A test that takes longer with a fault never ends. */
const LONGEST_MS = 120_000;

/** Runs each test with each fault that it reaches. */
const RUN_TESTS = {
  command: ['npx', 'vitest', 'run', '--config', 'test/soak/mutants/vitest.config.ts'],
  env: {},
};
/** Runs all with each fault in what runs when a module is loaded. */
const LOAD_ANEW = {
  command: ['npx', 'tsx', 'test/soak/mutants/loaded.ts'],
  env: { STOWAGE_MUTANTS_LOADED: '1' },
};
const STOPS = ['SIGINT', 'SIGTERM'] as const;

/** Plants faults in some files of a set, one at a time, and holds its tests against each. */
export async function tryMutants(
  set: MutantSet,
  files: readonly string[],
): Promise<Record<string, CountedFile>> {
  const planted = await plantIn(files);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-mutants-'));
  const code = Object.fromEntries(planted.files.map(({ name, content }) => [path.resolve(name), content]));
  const tests = testsOf(set);
  const mutants = Object.fromEntries(planted.mutants.map(({ id, fileName }) => [id, fileName]));
  writeTask(directory, { root: process.cwd(), code, mutants, tests });
  try {
    // What was begun last has ended the process.
    while (await isCutShort(directory, tests, RUN_TESTS))
      tell(directory, { ...readTold(directory).at(-1)!, result: 'failed' });
    while (await isCutShort(directory, tests, LOAD_ANEW))
      tell(directory, { ...readTold(directory).at(-1)!, result: 'failed' });
    return count(files, planted.mutants, readTold(directory));
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

/** Runs the tests to their end, or until a fault ends them, or has one of them run for ever. */
async function isCutShort(
  directory: string,
  tests: readonly string[],
  { command, env }: typeof RUN_TESTS,
): Promise<boolean> {
  const child = spawn('nice', command, {
    env: { ...process.env, ...env, STOWAGE_MUTANTS: directory },
    stdio: 'ignore',
    detached: true,
  });
  const stop = () => {
    kill(child);
    process.exit(130);
  };
  for (const signal of STOPS) process.once(signal, stop);
  const ended = once(child, 'exit').then(() => true);
  while (!(await Promise.race([ended, wait(5000, false)])))
    if (Date.now() - fs.statSync(logOf(directory)).mtimeMs > LONGEST_MS) kill(child);
  for (const signal of STOPS) process.off(signal, stop);
  const told = readTold(directory);
  if (told.at(-1)?.result === 'begun') return true;
  const missing = tests.filter((test) => !told.some((each) => each.test.startsWith(test)));
  if (missing.length > 0)
    throw new Error(`without a fault these did not run, or for too long: ${missing.join(', ')}`);
  return false;
}

function kill({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}
