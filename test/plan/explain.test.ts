import { expect, it } from 'vitest';
import { UsageError } from '../../src/index.ts';
import type { Explanation } from '../../src/plan/explanation.ts';
import type { ExampleVolume } from './examples/example-volume.ts';
import { EXPLAINED, type ExplainedCase, inShort, NOW } from './examples/explained.ts';
import { plansOf } from './program.ts';
import { scannedOnce } from './scanned-once.ts';

const scanned = scannedOnce(NOW);

it.each(EXPLAINED.map((each) => [each.title, each] as const))('it is explained why %s', async (_, each) => {
  const { explanation, volume } = await explained(each.title, each);
  expect(inShort(explanation, volume)).toEqual(each.says);
});

it('an explanation has the times of the links, and none where nobody knows them', async () => {
  const taggedBefore = (days: number) =>
    explained(`tagged ${days}`, {
      build: (volume) => volume.image('A', 30, { tags: ['v1'] }).tag('v1', 'A', days),
      rules: [{ keepLast: 1 }],
      about: 'app:v1',
    });
  const { explanation } = await taggedBefore(25);
  expect(explanation).toMatchObject({
    pushedAt: '2026-05-02T00:00:00.000Z',
    tags: [{ tag: 'v1', taggedAt: '2026-05-07T00:00:00.000Z' }],
  });
  const { explanation: undated } = await taggedBefore(20_000);
  expect(undated.tags).toEqual([
    { tag: 'v1', reasons: ['time-unknown'], isSelected: false, rules: [{ says: 'keeps' }] },
  ]);
});

it.each([
  ['app', "'app' is a repository: expected a tag, or a digest behind an @."],
  ['other:v1', 'other is not among the repositories of --repository.'],
  ['app:empty', "'app:empty' says no digest, so no rule is asked about it: see stowage check."],
  ['app:v2', "There is no tag 'v2' in app"],
])('nothing is explained of %s', async (about, sentence) => {
  const asked = explained('refused', {
    build: (volume) => {
      volume.image('A', 30, { tags: ['v1'] }).image('B', 30, { tags: ['v1'], repository: 'other' });
      volume.builder.writeFileAt(
        'docker/registry/v2/repositories/app/_manifests/tags/empty/current/link',
        '',
      );
    },
    rules: [{ keepLast: 1 }],
    scope: ['app'],
    about,
  });
  await expect(asked).rejects.toThrow(UsageError);
  await expect(asked).rejects.toThrow(sentence);
});

async function explained(
  name: string,
  { build, rules, scope = [], isPolicy = false, about }: Omit<ExplainedCase, 'title' | 'says'>,
): Promise<{ explanation: Explanation; volume: ExampleVolume }> {
  const { volume, inventory } = await scanned(name, build);
  const asked = typeof about === 'string' ? about : about(volume);
  const request = { now: NOW, protect: [], protectsLatest: true, minAgeMs: 86_400_000, inUse: [] };
  try {
    const plans = await plansOf(inventory, { ...request, rules, scope, isPolicy }, ['2.7-2.8', '3.x']);
    return { explanation: plans.explain(asked), volume };
  } finally {
    inventory.close();
  }
}
