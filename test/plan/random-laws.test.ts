import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { needs } from '../support/plan-model/going.ts';
import { imagesOf, type ModelImage } from '../support/plan-model/images.ts';
import { hasCircle, inOrder, isBefore } from '../support/plan-model/order.ts';
import { judge } from '../support/plan-model/plan.ts';
import type { ModelQuestion } from '../support/plan-model/question.ts';
import { readModelVolume } from '../support/plan-model/volume.ts';
import { cases } from '../support/random-cases.ts';
import { planOf, scanAt } from './program.ts';
import { apply, copyReversed } from './random/apply.ts';
import { orRefused } from './random/compare.ts';
import { questionTo, randomQuestion } from './random/questions.ts';
import { NOW, type ScannedVolume, withVolume } from './random/scanned-volume.ts';
import { stricter } from './random/stricter.ts';
import { volumeSteps } from './random/volume-steps.ts';

const family = fc.constantFrom('2.7-2.8' as const, '3.x' as const);
const FEW_OR_MANY = { few: 25, many: 700 };

/** Plans again and again, and looks at every plan there is. */
async function always(
  look: (plan: Plan, question: ModelQuestion, volume: ScannedVolume) => Promise<void> | void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(volumeSteps, randomQuestion, family, (steps, asked, which) =>
      withVolume(steps, async (volume) => {
        const question = questionTo(asked, volume.pushed, NOW, which);
        const plan = await orRefused(planOf(volume.inventory, question));
        if (typeof plan !== 'string') await look(plan, question, volume);
      }),
    ),
    { numRuns: cases(FEW_OR_MANY) },
  );
}

describe('of every plan it is true that', { timeout: 1_200_000 }, () => {
  it('the same volume has the same, in whatever order it was written', () =>
    always(async (plan, question, { directory }) => {
      const copy = path.join(path.dirname(directory), 'copy');
      copyReversed(directory, copy);
      const inventory = await scanAt(copy, NOW);
      const again = await planOf(inventory, question);
      inventory.close();
      expect(again).toEqual(plan);
    }));

  it('once it is carried out, there is nothing left to do', () =>
    always(async (plan, question, { directory }) => {
      const { freeBytes: _, ...rest } = question;
      if (question.freeBytes !== undefined || question.family === '3.x') return;
      apply(directory, plan);
      const inventory = await scanAt(directory, NOW);
      const second = await planOf(inventory, rest);
      inventory.close();
      expect(second.delete).toEqual([]);
    }));

  it('what stays needs nothing of what goes', () =>
    always((plan, _, { directory }) => {
      const volume = readModelVolume(directory);
      const images = imagesOf(volume);
      const gone = goneOf(plan, images);
      const left = images.filter((image) => !gone.includes(image));
      expect(gone.filter((image) => left.some((other) => needs(volume, other, image)))).toEqual([]);
    }));

  it('its order leaves nothing broken and nothing unsigned, wherever one stops, and is oldest first', () =>
    always((plan, question, { directory }) => {
      const volume = readModelVolume(directory);
      const { images, going } = judge(volume, question);
      const gone = goneOf(plan, images);
      const wrongly = (isFirst: (one: ModelImage, other: ModelImage) => boolean) =>
        gone.flatMap((image, at) => gone.slice(0, at).filter((before) => isFirst(image, before)));
      expect(wrongly((one, other) => needs(volume, one, other))).toEqual([]);
      if (hasCircle(volume, images, going)) return;
      expect(wrongly((one, other) => isBefore(volume, images, one, other))).toEqual([]);
      const places = inOrder(volume, images, going);
      const placeOf = (image: ModelImage) => places.findIndex((members) => members.includes(image));
      expect(
        wrongly((one, other) => one.repository === other.repository && placeOf(one) < placeOf(other)),
      ).toEqual([]);
      expect(plan.delete.map(({ repository }) => repository)).toEqual(
        plan.delete.map(({ repository }) => repository).sort(),
      );
    }));

  it('more protection deletes no more', async () => {
    await fc.assert(
      fc.asyncProperty(volumeSteps, randomQuestion, family, stricter, (steps, asked, which, protectMore) =>
        withVolume(steps, async ({ inventory, pushed }) => {
          const { freeBytes: _, ...question } = questionTo(asked, pushed, NOW, which);
          const plan = await orRefused(planOf(inventory, question));
          const careful = await orRefused(planOf(inventory, protectMore(question, pushed)));
          if (typeof plan === 'string' || typeof careful === 'string') return;
          for (const list of [imagesIn, tagsIn])
            expect(list(careful).filter((each) => !list(plan).includes(each))).toEqual([]);
        }),
      ),
      { numRuns: cases(FEW_OR_MANY) },
    );
  });
});

function imagesIn(plan: Plan): string[] {
  const images = plan.delete.filter(({ tag }) => tag === undefined);
  return images.map(({ repository, digest }) => `${repository}@${digest}`);
}

function tagsIn(plan: Plan): string[] {
  return plan.delete.flatMap(({ repository, tags }) => tags.map((tag) => `${repository}:${tag}`));
}

/** What a plan deletes, in its order. */
function goneOf(plan: Plan, images: readonly ModelImage[]): ModelImage[] {
  return plan.delete
    .filter(({ tag }) => tag === undefined)
    .flatMap(({ repository, digest }) =>
      images.filter((image) => image.repository.name === repository && image.digest === digest),
    );
}
