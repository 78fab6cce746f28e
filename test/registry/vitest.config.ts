import { defineConfig } from 'vitest/config';
import { testEnvironment } from '../support/test-environment.ts';

// One file at a time: each starts a registry of its own, and pushing while a scan runs takes both cores.
export default defineConfig({
  test: {
    env: testEnvironment(),
    setupFiles: ['test/support/random-cases.ts'],
    include: ['test/registry/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
