import { expect, it } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { type PlanOptions, requestFrom } from '../../../src/plan/rules/from-options.ts';

const file = (text: string | Uint8Array) => ({ name: 'a.yaml', bytes: Buffer.from(text) });
const POLICY = file('rules:\n  - keep: all\n');

it.each<readonly [PlanOptions, string]>([
  [
    { match: ['v1'], repository: ['v[0-9'] },
    "--repository 'v[0-9' is no pattern: a bracket of it is left open. Expected one such as 'team/*'.",
  ],
  [
    { match: ['v1'], repository: ['team/app:v1'] },
    "--repository 'team/app:v1' names a tag: expected a repository or a pattern such as 'team/*'.",
  ],
  [
    { match: ['v[0-9'] },
    "--match 'v[0-9' is no pattern: a bracket of it is left open. Expected one such as 'v1.*'.",
  ],
  [
    { match: ['team/app'] },
    "--match 'team/app' names a repository: expected tags alone, such as 'v1.*'. Say --repository for the other.",
  ],
  [
    { match: ['app:v1'] },
    "--match 'app:v1' names a repository: expected tags alone, such as 'v1.*'. Say --repository for the other.",
  ],
  [
    { match: ['v1'], protect: ['rel-['] },
    "--protect 'rel-[' is no pattern: a bracket of it is left open. Expected one such as 'rel-*'.",
  ],
  [{ policy: POLICY, match: ['v1'] }, '--match cannot go with --policy: write it into a rule of a.yaml.'],
  [{ policy: POLICY, keepLast: 3 }, '--keep-last cannot go with --policy: write it into a rule of a.yaml.'],
  [{ policy: POLICY, olderThan: 1 }, '--older-than cannot go with --policy: write it into a rule of a.yaml.'],
  [{ policy: POLICY, untagged: true }, '--untagged cannot go with --policy: write it into a rule of a.yaml.'],
  [
    { policy: POLICY, untaggedOnly: true },
    '--untagged-only cannot go with --policy: write it into a rule of a.yaml.',
  ],
  [{ policy: POLICY, orphaned: true }, '--orphaned cannot go with --policy: write it into a rule of a.yaml.'],
  [
    { match: ['v1'], inUse: file(new Uint8Array([0xff, 0xfe])) },
    '--in-use a.yaml: this is no UTF-8, as PowerShell writes none by itself: write it as UTF-8.',
  ],
])('%j is refused', async (options, sentence) => {
  const asked = requestFrom(options);
  await expect(asked).rejects.toThrow(UsageError);
  await expect(asked).rejects.toThrow(new UsageError(sentence));
});

it('what is not asked for is all repositories, with latest protected, and what is a day old', async () => {
  expect(await requestFrom({ keepLast: 3 })).toEqual({
    scope: [],
    rules: [
      {
        repositories: [],
        tags: [],
        tagTexts: [],
        hasTagPatterns: false,
        keepLast: 3,
        keepAll: false,
        untagged: false,
        untaggedOnly: false,
        orphaned: false,
      },
    ],
    isPolicy: false,
    protection: { patterns: [], protectsLatest: true },
    minAgeMs: 86_400_000,
    inUseMayBeEmpty: false,
  });
});

it('options that are set to nothing go with a policy', async () => {
  const nothing = { match: [], untagged: false, untaggedOnly: false, orphaned: false };
  const { rules, isPolicy } = await requestFrom({ policy: POLICY, ...nothing });
  expect([rules.length, isPolicy]).toEqual([1, true]);
});

it('white space around a pattern of tags is no part of it', async () => {
  const { rules } = await requestFrom({ match: [' v1.* '] });
  expect(rules[0]?.tags.map((matches) => [matches('v1.2'), matches('v2')])).toEqual([[true, false]]);
});

it('what a policy protects is protected along with what the options say', async () => {
  const policy = file('protect: [stable]\nrules:\n  - keep: all\n');
  const { protection } = await requestFrom({ policy, protect: ['rel-*'] });
  expect(protection.patterns.map(({ text }) => text)).toEqual(['rel-*', 'stable']);
});
