import { expect, it } from 'vitest';
import type { ModelQuestion, ModelRule } from '../../support/plan-model/question.ts';
import { BLOBS, currentLinkPath, REPOSITORIES } from '../../support/volume-paths.ts';
import type { ExampleVolume } from '../examples/example-volume.ts';
import { plainQuestion } from '../plain-question.ts';
import { planOf } from '../program.ts';
import { scannedOnce } from '../scanned-once.ts';

/*
 * What a collection breaks without a plan is told of what the plan leaves, once: as broken by it, or as broken now.
 */

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const scanned = scannedOnce(NOW);

const OLD: ModelRule = { olderThanMs: 90 * DAY };

/** Behind such a file 2.7 and 2.8 see no repository: a collection takes all that is in them. */
const unseen = (volume: ExampleVolume) => {
  volume.builder.writeFileAt(`${REPOSITORIES}/_backup`, '');
  return volume;
};

/** An image of which a layer is gone. */
const broken = (volume: ExampleVolume, name: string, days: number) =>
  volume.image(name, days, { tags: [name], layers: [name, { name: `${name} lost`, stored: false }] });

it.each<
  readonly [string, (volume: ExampleVolume) => unknown, ModelRule, ModelQuestion['family'], string, string]
>([
  [
    'a tag that stays, be that in a repository of which nothing goes',
    (volume) =>
      unseen(volume)
        .image('A', 400, { tags: ['v1'] })
        .image('B', 10, { tags: ['v2'] })
        .image('C', 10, { tags: ['v3'], repository: 'other' }),
    OLD,
    '2.7-2.8',
    'app:v2 other:v3',
    '',
  ],
  [
    'not an index that goes, nor what goes with it',
    (volume) => unseen(volume).image('c1', 400).image('c2', 400).index('I', 400, ['c1', 'c2'], ['m']),
    OLD,
    '2.7-2.8',
    '',
    '',
  ],
  [
    'an index that stays, with what it lists',
    (volume) =>
      unseen(volume)
        .image('c1', 10)
        .index('I', 10, ['c1'], ['m'])
        .image('A', 400, { tags: ['v1'] }),
    OLD,
    '2.7-2.8',
    'app:m app:c1',
    '',
  ],
  [
    'of what is broken now, and is mended before: only what stays',
    (volume) => broken(broken(unseen(volume), 'w', 400), 'x', 10),
    OLD,
    '2.7-2.8',
    '',
    'app:x',
  ],
  [
    'not a tag that goes alone',
    (volume) =>
      volume.image('A', 60, {
        tags: ['pr-7', 'v1'],
        layers: ['base', { name: 'layer', algorithm: 'sha512', aliased: true }],
      }),
    { tags: ['pr-*'] },
    '3.x',
    'app:v1',
    '',
  ],
])('the collection is said to break: %s', async (name, build, rule, family, breaks, lost) => {
  const { volume, inventory } = await scanned(name, build);
  const { collectionCasualties, warnings } = await planOf(inventory, asked(rule, family));
  inventory.close();
  const named = collectionCasualties.map(
    ({ repository, tag, digest }) => `${repository}:${tag ?? volume.nameOf(digest)}`,
  );
  expect(named.join(' ')).toBe(breaks);
  const told = warnings.filter(({ code }) => code === 'remains-lost').map(({ message }) => message);
  expect(told.map((message) => /of the tag (\S+),/.exec(message)?.[1] ?? message).join(' ')).toBe(lost);
});

it('what ends the collection is told, and that the numbers are what it would do without', async () => {
  const build = (volume: ExampleVolume) =>
    volume
      .image('A', 400, { tags: ['v1'] })
      .image('B', 10, { tags: ['v1'], repository: 'other' })
      .builder.remove(`${REPOSITORIES}/other/_layers`);
  const { inventory } = await scanned('aborts', build);
  const plan = await planOf(inventory, asked(OLD, '3.x'));
  expect(plan).toMatchObject({ aborts: { code: 'repository-without-layers' }, assumed: true });
  const other = await planOf(inventory, asked(OLD, '2.7-2.8'));
  expect(other.aborts).toBeNull();
  expect(other).not.toHaveProperty('assumed');
  inventory.close();
});

it('a tag whose link is damaged leaves no doubt of what the collection takes', async () => {
  const { inventory } = await scanned('damaged', (volume) =>
    volume.image('A', 400, { tags: ['v1'] }).builder.writeFileAt(currentLinkPath('app', 'v2'), ''),
  );
  const { undetermined, warnings } = await planOf(inventory, asked(OLD, '2.7-2.8'));
  inventory.close();
  expect({ undetermined, codes: warnings.map(({ code }) => code) }).toMatchObject({
    undetermined: false,
    codes: expect.arrayContaining(['tags-damaged']),
  });
});

it('files in odd places that a collection takes for blobs are counted', async () => {
  const hex = 'ab'.repeat(32);
  const { inventory } = await scanned('odd places', (volume) =>
    volume.image('A', 400, { tags: ['v1'] }).builder.writeFileAt(`${BLOBS}/odd/sha256/ab/${hex}/data`, 'x'),
  );
  const { garbageAlready } = await planOf(inventory, asked(OLD, '2.7-2.8'));
  inventory.close();
  expect(garbageAlready.blobs).toBe(1);
});

it('what nobody can pull, because the API does not take its name, is not broken by a plan', async () => {
  const { volume, inventory } = await scanned('no name', (named) =>
    named.image('A', 400, { tags: ['v1'] }).image('A', 400, { tags: ['v1'], repository: 'App' }),
  );
  const plan = await planOf(inventory, asked({ tags: ['v1'] }, '2.7-2.8'));
  inventory.close();
  expect(plan.delete.map(({ repository, digest }) => `${repository}@${volume.nameOf(digest)}`)).toEqual([
    'app@A',
  ]);
  expect(plan.freed.blobs).toBe(3);
});

function asked(rule: ModelRule, family: ModelQuestion['family']): ModelQuestion {
  return plainQuestion({ now: NOW, family, rules: [rule] });
}
