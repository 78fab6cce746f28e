import { defineConfig } from 'vitest/config';

// One file at a time: each starts a registry of its own, and pushing while a scan runs takes both cores.
export default defineConfig({
  test: {
    include: ['test/registry/*.test.ts'],
    // Issue 3, not done: these two compare `gc` with real collections and were not seen to pass in a clean clone yet.
    exclude:
      process.env['STOWAGE_DIFFERENTIAL_VOLUMES'] === undefined
        ? ['**/differential.test.ts', '**/casualties.test.ts']
        : [],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
