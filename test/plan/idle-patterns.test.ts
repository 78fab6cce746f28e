import { expect, it } from 'vitest';
import type { ModelQuestion, ModelRule } from '../support/plan-model/question.ts';
import type { ExampleVolume } from './examples/example-volume.ts';
import { plainQuestion } from './plain-question.ts';
import { planOf } from './program.ts';
import { scannedOnce } from './scanned-once.ts';

const NOW = Date.UTC(2026, 5, 1);
const scanned = scannedOnce(NOW);

it.each([
  ['app', "--protect 'app' matches no tag. Did you mean 'app:*'?"],
  ['appp:v1', "--protect 'appp:v1' matches no tag. Near it: app:v1."],
  ['reg.example.com/appp', "--protect 'reg.example.com/appp' matches no tag. Near it: app."],
  ['relaese-*1', "--protect 'relaese-*1' matches no tag. Near it: release-1, release-2."],
  ['app:relaese-1', "--protect 'app:relaese-1' matches no tag. Near it: release-1."],
  ['app:v3', "--protect 'app:v3' matches no tag."],
  ['rel-*', "--protect 'rel-*' matches no tag."],
  ['other:v1', "--protect 'other:v1' matches no tag."],
  ['team/empty', "--protect 'team/empty' matches no tag."],
])("of '%s', which protects nothing, it is said what may be meant", async (protect, message) => {
  expect(await idleIn({ protect: [protect], rules: [{ tags: ['*'] }] })).toEqual([
    `protect-idle: ${message}`,
  ]);
});

it('nothing is said of what protects a tag, be it one of many', async () => {
  const protect = ['v1', 'app:v2', 'release-*', 'team/*', 'reg.example.com/app:v1'];
  expect(await idleIn({ protect, rules: [{ tags: ['*'] }] })).toEqual([]);
});

const MATCH = 'rule-idle: No tag matches --match, in the repositories that were looked at.';

it.each<readonly [string, ModelRule, readonly string[], readonly string[]]>([
  ['no tag is near', { tags: ['x*'] }, [], [MATCH]],
  ['some are near', { tags: ['relaese-1'] }, [], [`${MATCH} Near it: release-1, release-2.`]],
  [
    'some are near to each of two',
    { tags: ['relaese-3', 'latst'] },
    ['team/api'],
    [`${MATCH} Near it: release-2, latest.`],
  ],
  ['the tags are in another repository', { tags: ['v2'] }, ['team/*'], [MATCH]],
  ['one of two patterns matches', { tags: ['x*', 'v2'] }, [], []],
  ['no pattern of tags is given, and there are no tags', { keepLast: 1 }, ['team/empty'], []],
  ['it is about what has no tag', { untaggedOnly: true }, [], []],
])('it is said of a rule that it decides nothing where %s', async (_, rule, scope, expected) => {
  expect(await idleIn({ rules: [rule], scope })).toEqual(expected);
});

const ofPolicy = (rule: string) => `rule-idle: No tag matches the patterns of the policy's ${rule}.`;

it.each<readonly [string, readonly ModelRule[], readonly string[]]>([
  ['has a name', [{ name: 'pulls', tags: ['pr-*'], keepAll: true }], [ofPolicy("rule 'pulls'")]],
  [
    'is named for another',
    [{ name: 'as rule 2', tags: ['pr-*'], keepAll: true }],
    [ofPolicy("rule 'as rule 2'")],
  ],
  [
    'is named for a part',
    [{ name: 'rule 2 again', tags: ['pr-*'], keepAll: true }],
    [ofPolicy("rule 'rule 2 again'")],
  ],
  [
    'has a number',
    [
      { tags: ['v*'], keepAll: true },
      { tags: ['pr-*'], keepAll: true },
    ],
    [ofPolicy('rule 2')],
  ],
  [
    'has a large number',
    [...new Array<ModelRule>(10).fill({ tags: ['v*'], keepAll: true }), { tags: ['pr-*'], keepAll: true }],
    [ofPolicy('rule 11')],
  ],
  [
    'is of repositories without such a tag',
    [{ repositories: ['team/*'], tags: ['v*'], keepAll: true }],
    [ofPolicy('rule 1')],
  ],
  [
    'is of repositories without a tag',
    [{ repositories: ['team/empty'], keepAll: true }],
    [ofPolicy('rule 1')],
  ],
  [
    'is of no repository, and of what has no tag',
    [{ repositories: ['none/*'], untagged: true }],
    [ofPolicy('rule 1')],
  ],
  [
    'is of what has no tag, and there is nothing else',
    [{ repositories: ['team/empty'], untagged: true }],
    [],
  ],
  ['is of what has no tag', [{ repositories: ['team/*'], untagged: true }], []],
  [
    'matches some tags of some repositories',
    [{ repositories: ['team/*', 'app'], tags: ['v2'], keepAll: true }],
    [],
  ],
])("it is said of a policy's rule that it decides nothing: one that %s", async (_, rules, expected) => {
  expect(await idleIn({ rules, isPolicy: true })).toEqual(expected);
});

const withTags = (volume: ExampleVolume) =>
  volume
    .image('A', 30, { tags: ['v1', 'v2', 'release-1'] })
    .image('B', 30, { tags: ['release-2', 'latest'], repository: 'team/api' })
    .image('C', 30, { repository: 'team/empty' });

/** What is said of patterns that match nothing. */
async function idleIn(asked: Partial<ModelQuestion>): Promise<string[]> {
  const { inventory } = await scanned('with tags', withTags);
  const { warnings } = await planOf(inventory, plainQuestion({ now: NOW, minAgeMs: 0, ...asked }));
  inventory.close();
  return warnings.flatMap(({ code, message }) => (code.endsWith('-idle') ? [`${code}: ${message}`] : []));
}
