import { expect, it } from 'vitest';
import { expectAgreement, expectSameLinks } from '../support/expect-definitions.ts';
import { recordedCases } from '../support/recorded-cases.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();

it('the inventory agrees with the definitions recomputed naively on all recorded volumes', {
  timeout: 300_000,
}, async () => {
  let cases = 0;
  for (const recorded of recordedCases(dir())) {
    cases++;
    await expectAgreement(recorded.dir, recorded.case);
    await expectSameLinks(recorded.dir, recorded.case);
  }
  expect(cases).toBe(151);
});
