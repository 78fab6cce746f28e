import * as path from 'node:path';
import { createVitest, type TestSpecification } from 'vitest/node';
import { readTask, readTold, tell, writeActive } from './task.ts';

/*
 * Tries faults in what runs once, when a module is loaded: such a fault has to be on before, so that each needs a process of
 * its own. It is started by try-mutants.ts, which ends it where a fault has a module loaded for ever.
 */

const TEST = 'all tests, with modules loaded anew';
const directory = process.env['STOWAGE_MUTANTS'] ?? '';

const { root, mutants } = readTask(directory);
const told = readTold(directory);
const isDone = ({ mutant, result, test }: (typeof told)[number]) =>
  mutant !== undefined && (result === 'failed' || (test === TEST && result === 'passed'));
const done = new Set(told.filter(isDone).map(({ mutant }) => mutant));
const left = [...new Set(told.flatMap(({ loaded }) => loaded ?? []))].filter((mutant) => !done.has(mutant));

const config = 'test/soak/mutants/vitest.config.ts';
const vitest = await createVitest('test', { config, watch: false, bail: 1, reporters: [{}] });
try {
  const tests = await vitest.globTestSpecifications();
  const clean = left.length === 0 ? undefined : await failureIn(tests);
  if (clean !== undefined) tell(directory, { test: TEST, result: 'failed', error: clean });
  for (const mutant of clean === undefined ? left : []) {
    tell(directory, { test: TEST, mutant, result: 'begun' });
    const failure = await failureIn(testsThatReach(mutants[mutant] ?? '', tests), mutant);
    tell(directory, { test: TEST, mutant, result: failure === undefined ? 'passed' : 'failed' });
  }
} finally {
  await vitest.close();
}

/** What fails first with a fault. */
async function failureIn(tests: TestSpecification[], mutant?: string): Promise<string | undefined> {
  writeActive(directory, mutant);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(tests);
  const failed = testModules.find((each) => !each.ok())?.moduleId ?? unhandledErrors[0];
  return failed === undefined ? undefined : String(failed);
}

/** The tests that run other code of a file; all where none does. */
function testsThatReach(file: string, tests: TestSpecification[]): TestSpecification[] {
  const isOfFile = (mutant: string) => mutants[mutant] === file;
  const reaching = told.filter(({ reached = [] }) => reached.some(isOfFile)).map(({ test }) => test);
  const own = tests.filter(({ moduleId }) => {
    const name = path.relative(root, moduleId);
    return (
      reaching.some((test) => test.startsWith(name)) ||
      name.endsWith(`/${path.basename(file, '.ts')}.test.ts`)
    );
  });
  return own.length === 0 ? tests : own;
}
