import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { openInventory } from '../../src/index.ts';
import { cases } from '../support/random-cases.ts';
import { planOf, summarizedPlanOf } from './program.ts';
import { orRefused } from './random/compare.ts';
import { questionTo, randomQuestion } from './random/questions.ts';
import { NOW, withVolume } from './random/scanned-volume.ts';
import { volumeSteps } from './random/volume-steps.ts';

const asked = fc.record({
  question: randomQuestion,
  family: fc.constantFrom('2.7-2.8' as const, '3.x' as const),
});

it('who was asked before plans what one plans who never was', { timeout: 1_200_000 }, async () => {
  const questions = fc.array(asked, { minLength: 3, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(volumeSteps, questions, (steps, sequence) =>
      withVolume(steps, async ({ inventory, pushed }) => {
        for (const { question: each, family } of sequence) {
          const question = questionTo(each, pushed, NOW, family);
          const fresh = openInventory(inventory.path);
          const expected = await orRefused(planOf(fresh, question));
          fresh.close();
          expect(await orRefused(planOf(inventory, question))).toEqual(expected);
        }
      }),
    ),
    { numRuns: cases({ few: 60, many: 100 }) },
  );
});

it('a list that is cut is the beginning of the whole one', { timeout: 1_200_000 }, async () => {
  const limits = fc.integer({ min: 1, max: 6 });
  await fc.assert(
    fc.asyncProperty(volumeSteps, asked, limits, (steps, { question: each, family }, limit) =>
      withVolume(steps, async ({ inventory, pushed }) => {
        const plan = await summarizedPlanOf(inventory, questionTo(each, pushed, NOW, family)).catch(
          () => undefined,
        );
        if (plan === undefined) return;
        const [whole, cut] = [plan.cutTo(0), plan.cutTo(limit)];
        for (const list of ['keep', 'delete', 'stays'] as const) {
          expect(cut[list]).toEqual(whole[list].slice(0, limit));
          expect(plan.counts[list]).toBe(whole[list].length);
        }
      }),
    ),
    { numRuns: cases({ few: 100, many: 200 }) },
  );
});
