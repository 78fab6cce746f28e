import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectRecorded } from '../support/expect-recorded.ts';
import { recordedCases } from '../support/recorded-cases.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-recorded-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

describe('a predicted collection', { timeout: 180_000 }, () => {
  it('is what 2.8.2, 3.0.0 and 3.1.1 said of every recorded volume', async () => {
    let answers = 0;
    for (const each of recordedCases(dir)) answers += await expectRecorded(each);
    expect(answers).toBe(151 * 6);
  });
});
