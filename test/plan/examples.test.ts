import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelPlan } from '../support/plan-model/plan.ts';
import { readModelVolume } from '../support/plan-model/volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { expectConsistent } from './consistent.ts';
import { ExampleVolume } from './examples/example-volume.ts';
import { EXAMPLES, type Example } from './examples/examples.ts';
import { expected, inWords, questionOf } from './examples/questions.ts';
import { scanAt, summarizedPlanOf } from './program.ts';

const dir = temporaryDirectory();
const NOW = Date.UTC(2026, 5, 1);
const TABLE = EXAMPLES.map((example) => [example.title, example] as const);

it('there are 42 examples, in their order', () => {
  const numbers = new Set(EXAMPLES.map(({ title }) => Number(/^\d+/.exec(title)?.[0])));
  expect([...numbers]).toEqual(Array.from({ length: 42 }, (_, at) => at + 1));
});

describe.each(['2.7-2.8', '3.x'] as const)('of %s', (family) => {
  it.each(TABLE)('the program says what it should: %s', async (_, example) => {
    const volume = volumeOf(example);
    const inventory = await scanAt(volume.builder.dir, NOW);
    const plan = expectConsistent(
      await summarizedPlanOf(inventory, questionOf(example, volume, family, NOW)),
    );
    inventory.close();
    const outcome = expected(example, family);
    expect(inWords(plan, volume, outcome)).toEqual(outcome);
  });

  it.each(TABLE)('the model says it too: %s', (_, example) => {
    const volume = volumeOf(example);
    const plan = modelPlan(readModelVolume(volume.builder.dir), questionOf(example, volume, family, NOW));
    const outcome = expected(example, family);
    expect(plan && inWords(plan, volume, outcome)).toEqual(outcome);
  });
});

function volumeOf({ build }: Example): ExampleVolume {
  const volume = new ExampleVolume(path.join(dir(), 'volume'), NOW);
  build(volume);
  return volume;
}
