import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { planOf } from '../../plan/program.ts';
import { comparable, orRefused } from '../../plan/random/compare.ts';
import { questionTo, randomQuestion } from '../../plan/random/questions.ts';
import { NOW, withVolume } from '../../plan/random/scanned-volume.ts';
import { volumeSteps } from '../../plan/random/volume-steps.ts';
import { modelPlan } from '../../support/plan-model/plan.ts';
import { readModelVolume } from '../../support/plan-model/volume.ts';
import { SEED } from '../../support/random-cases.ts';

/*
 * A few of the plans of test/plan/random-plans.test.ts, each volume a test of its own: most mutants are seen on the first.
 */

const questions = fc.array(randomQuestion, { minLength: 4, maxLength: 4 });
const volumes = fc.sample(fc.tuple(volumeSteps, questions), { numRuns: 120, seed: SEED });

it.each(volumes.map((each, number) => [number, each] as const))(
  'plans of volume %i',
  async (_, [steps, asked]) => {
    await withVolume(steps, async ({ directory, inventory, pushed }) => {
      const volume = readModelVolume(directory);
      for (const [number, each] of asked.entries()) {
        const question = questionTo(each, pushed, NOW, number % 2 === 0 ? '2.7-2.8' : '3.x');
        const plan = await orRefused(planOf(inventory, question));
        const model = modelPlan(volume, question);
        if (model !== undefined) expect(comparable(plan)).toEqual(comparable(model));
      }
    });
  },
);
