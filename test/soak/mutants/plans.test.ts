import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { openInventory } from '../../../src/index.ts';
import { planOf, scanAt } from '../../plan/program.ts';
import { buildVolume } from '../../plan/random/build-volume.ts';
import { comparable, orRefused } from '../../plan/random/compare.ts';
import { questionTo, randomQuestion } from '../../plan/random/questions.ts';
import { NOW } from '../../plan/random/scanned-volume.ts';
import { volumeSteps } from '../../plan/random/volume-steps.ts';
import { modelPlan } from '../../support/plan-model/plan.ts';
import { readModelVolume } from '../../support/plan-model/volume.ts';
import { SEED } from '../../support/random-cases.ts';

/*
 * A few of the plans of test/plan/random-plans.test.ts, each volume a test of its own: most mutants are seen on the first. All
 * are scanned once, and the model asked: a fault in plans touches neither.
 */

const questions = fc.array(randomQuestion, { minLength: 4, maxLength: 4 });
const volumes = fc.sample(fc.tuple(volumeSteps, questions), { numRuns: 16, seed: SEED });

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-plans-'));
afterAll(() => fs.rmSync(dir, { recursive: true }));

const scanned = [];
for (const [number, [steps, asked]] of volumes.entries()) {
  const directory = path.join(dir, `${number}`);
  const pushed = buildVolume(directory, steps, NOW);
  (await scanAt(directory, NOW)).close();
  const volume = readModelVolume(directory);
  const expected = asked.map((each, at) => {
    const question = questionTo(each, pushed, NOW, at % 2 === 0 ? '2.7-2.8' : '3.x');
    const plan = modelPlan(volume, question);
    return { question, model: plan && comparable(plan) };
  });
  fs.rmSync(directory, { recursive: true });
  scanned.push([number, `${directory}.db`, expected] as const);
}

it.each(scanned)('plans of volume %i', async (_, db, expected) => {
  const inventory = openInventory(db);
  try {
    for (const { question, model } of expected) {
      const plan = await orRefused(planOf(inventory, question));
      if (model !== undefined) expect(comparable(plan)).toEqual(model);
    }
  } finally {
    inventory.close();
  }
});
