import { defineConfig } from 'vitest/config';

// Needs the registry of npm, from which an installation takes what the package depends on.
export default defineConfig({
  test: {
    include: ['test/package/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
