import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

/** Gives every test of a file an empty directory of its own, which is gone after it. */
export function temporaryDirectory(): () => string {
  let dir = '';
  beforeEach(() => {
    dir = makeDirectory();
  });
  afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));
  return () => dir;
}

/** Gives all tests of a file one directory, which is gone after the last. */
export function sharedDirectory(): () => string {
  let dir = '';
  beforeAll(() => {
    dir = makeDirectory();
  });
  afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));
  return () => dir;
}

function makeDirectory(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-test-'));
}
