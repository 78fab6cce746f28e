import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { modelPlan } from '../support/plan-model/plan.ts';
import { readModelVolume } from '../support/plan-model/volume.ts';
import { cases } from '../support/random-cases.ts';
import { planOf } from './program.ts';
import { comparable, orRefused } from './random/compare.ts';
import { questionTo, randomQuestion } from './random/questions.ts';
import { NOW, withVolume } from './random/scanned-volume.ts';
import { volumeSteps } from './random/volume-steps.ts';

const FAMILIES = ['2.7-2.8', '3.x'] as const;

it('the program plans what the model plans, on random volumes', { timeout: 1_200_000 }, async () => {
  const questions = fc.array(randomQuestion, { minLength: 2, maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(volumeSteps, questions, (steps, asked) =>
      withVolume(steps, async ({ directory, inventory, pushed }) => {
        const volume = readModelVolume(directory);
        for (const each of asked)
          for (const family of FAMILIES) {
            const question = questionTo(each, pushed, NOW, family);
            const plan = await orRefused(planOf(inventory, question));
            const model = modelPlan(volume, question);
            if (model !== undefined) expect(comparable(plan)).toEqual(comparable(model));
          }
      }),
    ),
    { numRuns: cases({ few: 40, many: 2000 }) },
  );
});
