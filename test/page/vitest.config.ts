import { defineConfig } from 'vitest/config';
import { testEnvironment } from '../support/test-environment.ts';

// Two files at a time: a test waits for the browser or for a service about half of its time.
export default defineConfig({
  test: {
    env: testEnvironment(),
    globalSetup: ['test/page/one-browser.ts'],
    setupFiles: ['test/support/random-cases.ts'],
    include: ['test/page/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
