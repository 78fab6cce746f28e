import { type RetentionRule, SAYS_NOTHING } from '../rules/rule.ts';
import { type RuleWords, ruleFault } from '../rules/rule-fault.ts';
import { readMapping } from './policy-mapping.ts';
import { faultAt, type PolicyNode } from './policy-node.ts';
import {
  readAll,
  readCount,
  readName,
  readPatterns,
  readRepositories,
  readSpan,
  readSwitch,
} from './policy-values.ts';

type Read = (node: PolicyNode, subject: string) => Partial<RetentionRule>;

/** The keys of a rule, and what each says. */
const KEYS: Readonly<Record<string, Read>> = {
  name: (...node) => ({ name: readName(...node) }),
  repositories: (...node) => ({ repositories: readRepositories(...node) }),
  tags: (...node) => ({ tags: readPatterns(...node), hasTagPatterns: true }),
  'keep-last': (...node) => ({ keepLast: readCount(...node) }),
  'older-than': (...node) => ({ olderThanMs: readSpan(...node) }),
  keep: (...node) => ({ keepAll: readAll(...node) }),
  untagged: (...node) => ({ untagged: readSwitch(...node) }),
  'untagged-only': (...node) => ({ untaggedOnly: readSwitch(...node) }),
  orphaned: (...node) => ({ orphaned: readSwitch(...node) }),
};

/** How a policy calls the parts of a rule. */
const KEY_WORDS: RuleWords = {
  tags: "'tags'",
  keepLast: "'keep-last'",
  olderThan: "'older-than'",
  untagged: "'untagged'",
  untaggedOnly: "'untagged-only'",
  orphaned: "'orphaned'",
};

/** Reads a rule of a policy. @throws UsageError for one that makes no sense, with the place in the file. */
export function readRule(node: PolicyNode, index: number): RetentionRule {
  const subject = `rule ${index + 1}`;
  const { entries } = readMapping(node, subject, Object.keys(KEYS));
  const parts = entries.map(({ key, value }) => KEYS[key]?.(value, `'${key}' of ${subject}`));
  const rule: RetentionRule = Object.assign({}, SAYS_NOTHING, ...parts);
  const fault = ruleFault(rule, KEY_WORDS);
  if (fault !== undefined) throw faultAt(node.at, `${subject} makes no sense. ${fault}`);
  return rule;
}
