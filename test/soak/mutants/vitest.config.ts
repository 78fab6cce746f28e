import * as path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { testEnvironment } from '../../support/test-environment.ts';
import { readTask } from './task.ts';

const { root, code, tests } = readTask(process.env['STOWAGE_MUTANTS'] ?? '');

/** As they are listed: the quickest first. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => tests.indexOf(path.relative(root, moduleId));
    return files.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

/** All tests are run with one fault, which is on from the beginning. */
const isLoading = process.env['STOWAGE_MUTANTS_LOADED'] !== undefined;

export default defineConfig({
  plugins: [{ name: 'mutants', enforce: 'pre', load: (id) => code[id] }],
  test: {
    root,
    env: testEnvironment(),
    setupFiles: [
      ...(isLoading ? ['test/soak/mutants/loaded-fault.ts'] : []),
      'test/support/random-cases.ts',
      'test/soak/mutants/first-failure.ts',
    ],
    include: [...tests],
    ...(!isLoading && { runner: path.join(root, 'test/soak/mutants/runner.ts') }),
    sequence: { sequencer: InOrder },
    // One process, in which modules are loaded once: a fault is a switch.
    isolate: false,
    fileParallelism: false,
    maxConcurrency: 1,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['dot'],
  },
});
