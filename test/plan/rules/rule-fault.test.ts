import { expect, it } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import type { RetentionRule } from '../../../src/plan/rules/rule.ts';
import { assertRule } from '../../../src/plan/rules/rule-fault.ts';

const NOTHING: RetentionRule = {
  repositories: [],
  tags: [],
  hasTagPatterns: false,
  keepAll: false,
  untagged: false,
  untaggedOnly: false,
  orphaned: false,
};

it.each<Partial<RetentionRule>>([
  { hasTagPatterns: true },
  { keepLast: 1 },
  { olderThanMs: 0 },
  { keepAll: true },
  { keepAll: true, hasTagPatterns: true },
  { untagged: true, keepLast: 3, olderThanMs: 1 },
  { untaggedOnly: true, untagged: true, olderThanMs: 1, orphaned: true },
  { orphaned: true },
])('%j makes sense', (rule) => {
  expect(() => assertRule({ ...NOTHING, ...rule })).not.toThrow();
});

it.each<[Partial<RetentionRule>, string]>([
  [
    {},
    'The rule makes no sense. It says nothing about what may go: expected --match, --keep-last, --older-than, ' +
      '--untagged, --untagged-only or --orphaned.',
  ],
  [{ repositories: [() => true] }, 'It says nothing about what may go'],
  [{ keepLast: 0 }, '--keep-last is 0: expected a whole number from 1.'],
  [{ keepLast: 1.5 }, '--keep-last is 1.5: expected a whole number from 1'],
  [
    { untaggedOnly: true, hasTagPatterns: true },
    '--untagged-only selects no tags, and --match is about tags: leave --match out, or write --untagged for both.',
  ],
  [{ untaggedOnly: true, keepLast: 3 }, '--untagged-only selects no tags, and --keep-last is about tags'],
  [{ keepAll: true, keepLast: 3 }, 'It keeps all, so --keep-last beside it says nothing'],
])('%j makes none', (rule, sentence) => {
  const refused = () => assertRule({ ...NOTHING, ...rule });
  expect(refused).toThrow(UsageError);
  expect(refused).toThrow(sentence);
});
