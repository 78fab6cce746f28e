import { defineConfig } from 'vitest/config';
import { testEnvironment } from '../support/test-environment.ts';

// What takes too long for each change: run by hand, with its last figures in docs/trust.md. One file at a time, for each
// of them measures, or takes both cores.
export default defineConfig({
  test: {
    env: testEnvironment(),
    setupFiles: ['test/support/random-cases.ts'],
    include: ['test/soak/*.test.ts'],
    fileParallelism: false,
    testTimeout: 7_200_000,
    hookTimeout: 600_000,
    passWithNoTests: true,
  },
});
