import * as path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { namedLaw } from '../support/named-law.ts';
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

/** A plan, and what it was made of. */
interface Planned extends ScannedVolume {
  readonly plan: Plan;
  readonly question: ModelQuestion;
  /** A question that keeps more. */
  readonly stricter: ModelQuestion;
}

/** What is true of every plan, by a name for those who read of one that fails. */
const LAWS: Readonly<Record<string, (planned: Planned) => Promise<void> | void>> = {
  'the same volume has the same plan, in whatever order it was written': async ({
    directory,
    plan,
    question,
  }) => {
    const copy = path.join(path.dirname(directory), 'copy');
    copyReversed(directory, copy);
    const inventory = await scanAt(copy, NOW);
    const again = await planOf(inventory, question);
    inventory.close();
    expect(again).toEqual(plan);
  },

  'what stays needs nothing of what goes': ({ directory, plan }) => {
    const volume = readModelVolume(directory);
    const images = imagesOf(volume);
    const gone = goneOf(plan, images);
    const left = images.filter((image) => !gone.includes(image));
    expect(gone.filter((image) => left.some((other) => needs(volume, other, image)))).toEqual([]);
  },

  'wherever one stops, nothing is broken and nothing unsigned; the oldest go first': ({
    directory,
    plan,
    question,
  }) => {
    const volume = readModelVolume(directory);
    const { images, going } = judge(volume, question);
    const gone = goneOf(plan, images);
    const wrongly = (isFirst: (one: ModelImage, other: ModelImage) => boolean) =>
      gone.flatMap((image, at) => gone.slice(0, at).filter((before) => isFirst(image, before)));
    const names = plan.delete.map(({ repository }) => repository);
    expect(names).toEqual([...names].sort());
    // What is attached in a circle has no right order.
    if (hasCircle(volume, images, going)) return;
    const places = inOrder(volume, images, going);
    const placeOf = (image: ModelImage) => places.findIndex((members) => members.includes(image));
    // Calls go repository by repository: what is attached across two of them may come before its subject.
    const isIn = (one: ModelImage, other: ModelImage) => one.repository === other.repository;
    expect(wrongly((one, other) => isIn(one, other) && isBefore(volume, images, one, other))).toEqual([]);
    expect(wrongly((one, other) => isIn(one, other) && placeOf(one) < placeOf(other))).toEqual([]);
  },

  'more protection deletes no more': async ({ inventory, plan, question, stricter }) => {
    if (question.freeBytes !== undefined) return;
    const careful = await orRefused(planOf(inventory, stricter));
    if (typeof careful === 'string') return;
    // On 3.x an older tag of an image may go alone once its newer tag is set aside: its image is no longer a new one.
    for (const list of question.family === '3.x' ? [imagesIn] : [imagesIn, tagsIn])
      expect(list(careful).filter((each) => !list(plan).includes(each))).toEqual([]);
  },

  'once it is carried out on 2.x, there is nothing left to do': async ({ directory, plan, question }) => {
    if (question.freeBytes !== undefined || question.family === '3.x') return;
    if (forgetsTimes(plan, directory)) return;
    apply(directory, plan);
    const inventory = await scanAt(directory, NOW);
    const second = await planOf(inventory, question);
    inventory.close();
    expect(second.delete).toEqual([]);
  },
};

it('every plan keeps the laws, on random volumes', { timeout: 1_200_000 }, async () => {
  const family = fc.constantFrom('2.7-2.8' as const, '3.x' as const);
  await fc.assert(
    fc.asyncProperty(volumeSteps, randomQuestion, family, stricter, (steps, asked, which, makeStricter) =>
      withVolume(steps, async (volume) => {
        const question = questionTo(asked, volume.pushed, NOW, which);
        const plan = await orRefused(planOf(volume.inventory, question));
        if (typeof plan === 'string') return;
        const planned = { ...volume, plan, question, stricter: makeStricter(question, volume.pushed) };
        for (const [law, holds] of Object.entries(LAWS)) await namedLaw(law, () => holds(planned));
      }),
    ),
    { numRuns: cases({ few: 40, many: 400 }) },
  );
});

/** True where a tag goes of which the history tells since when another image has been without a tag. */
function forgetsTimes(plan: Plan, directory: string): boolean {
  const volume = readModelVolume(directory);
  return plan.delete.some(({ repository, tags }) => {
    const { histories, tags: all } = volume.repositories.find(({ name }) => name === repository)!;
    const current = all.map(({ target }) => target);
    return tags.some((tag) =>
      [...(histories.get(tag)?.keys() ?? [])].some((each) => !current.includes(each)),
    );
  });
}

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
