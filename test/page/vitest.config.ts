import { defineConfig } from 'vitest/config';
import { testEnvironment } from '../support/test-environment.ts';

// One file at a time: each has a browser of its own, which takes both cores.
export default defineConfig({
  test: {
    env: testEnvironment(),
    setupFiles: ['test/support/random-cases.ts'],
    include: ['test/page/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
