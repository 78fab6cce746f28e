import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { it } from 'vitest';
import { expectAgreement, expectSameLinks } from '../../support/expect-definitions.ts';
import { SEED } from '../../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../../support/random-volume.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/*
 * A few of the random volumes of test/trust/model, each a test of its own: most mutants are seen on the first.
 */

const dir = temporaryDirectory();
const volumes = fc.sample(fc.oneof(randomVolume(), randomVolume({ tame: true })), {
  numRuns: 24,
  seed: SEED,
});

it.each(volumes.map((ops, number) => [number, ops] as const))('random volume %i', async (_, ops) => {
  const volume = path.join(dir(), 'volume');
  buildRandomVolume(volume, ops);
  await expectAgreement(volume);
  await expectSameLinks(volume);
  fs.rmSync(volume, { recursive: true });
});
