import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, it } from 'vitest';
import { expectRecorded } from '../../support/expect-recorded.ts';
import { recordedCases } from '../../support/recorded-cases.ts';

/*
 * Every fourth of the collections of test/gc/recorded-cases.test.ts, each a test of its own: most mutants are seen on the first.
 */

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-recorded-'));
afterAll(() => fs.rmSync(dir, { recursive: true }));
const recorded = [...recordedCases(dir)].filter((_, number) => number % 4 === 0);

it.each(recorded.map((each) => [each.case, each] as const))('recorded volume %s', async (_, each) => {
  await expectRecorded(each);
});
