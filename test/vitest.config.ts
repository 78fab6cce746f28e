import * as os from 'node:os';
import { defineConfig } from 'vitest/config';
import { testEnvironment } from './support/test-environment.ts';

// test/registry needs Debian's docker-registry and skopeo, test/package npm's registry, test/page a
// browser, test/soak hours: each has its own configuration.
export default defineConfig({
  test: {
    root: 'test',
    env: testEnvironment(),
    setupFiles: ['support/random-cases.ts'],
    // By default one of two processors would stay idle; and tests of processes wait for these.
    maxWorkers: os.availableParallelism() + 1,
    include: ['**/*.test.ts'],
    exclude: ['registry/**', 'package/**', 'page/**', 'soak/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // It imports directories, which Node does not.
    server: { deps: { inline: ['dt-sql-parser'] } },
  },
});
