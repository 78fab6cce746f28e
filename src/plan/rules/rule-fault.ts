import { UsageError } from '../../errors.ts';
import type { RetentionRule } from './rule.ts';

/** What the parts of a rule are called where it was written. */
export interface RuleWords {
  readonly tags: string;
  readonly keepLast: string;
  readonly olderThan: string;
  readonly untagged: string;
  readonly untaggedOnly: string;
  readonly orphaned: string;
}

/** How the command line calls them. */
const OPTION_WORDS: RuleWords = {
  tags: '--match',
  keepLast: '--keep-last',
  olderThan: '--older-than',
  untagged: '--untagged',
  untaggedOnly: '--untagged-only',
  orphaned: '--orphaned',
};

/** Why a rule makes no sense, as a sentence; undefined where it does. */
export function ruleFault(rule: RetentionRule, words: RuleWords): string | undefined {
  return emptyFault(rule, words) ?? keepLastFault(rule, words) ?? contradiction(rule, words);
}

function emptyFault(rule: RetentionRule, words: RuleWords): string | undefined {
  const { tags, keepLast, olderThan, untagged, untaggedOnly, orphaned } = words;
  if (given(rule, words).length > 0 || rule.keepAll) return undefined;
  const criteria = [tags, keepLast, olderThan, untagged, untaggedOnly].join(', ');
  return `It says nothing about what may go: expected ${criteria} or ${orphaned}.`;
}

function keepLastFault({ keepLast }: RetentionRule, words: RuleWords): string | undefined {
  if (keepLast === undefined || (Number.isSafeInteger(keepLast) && keepLast >= 1)) return undefined;
  return `${words.keepLast} is ${keepLast}: expected a whole number from 1.`;
}

function contradiction(rule: RetentionRule, words: RuleWords): string | undefined {
  const others = (allowed: readonly string[]) => given(rule, words).filter((word) => !allowed.includes(word));
  if (rule.keepAll) {
    const [other] = others([words.tags]);
    return other && `It keeps all, so ${other} beside it says nothing: leave one of the two out.`;
  }
  if (!rule.untaggedOnly) return undefined;
  const { untagged, untaggedOnly, olderThan, orphaned } = words;
  const [other] = others([untagged, untaggedOnly, olderThan, orphaned]);
  return (
    other &&
    `${untaggedOnly} selects no tags, and ${other} is about tags: leave ${other} out, or write ${untagged} for both.`
  );
}

/** What a rule says beside `keep: all`. */
function given(rule: RetentionRule, words: RuleWords): string[] {
  const said: ReadonlyArray<readonly [boolean, string]> = [
    [rule.hasTagPatterns, words.tags],
    [rule.keepLast !== undefined, words.keepLast],
    [rule.olderThanMs !== undefined, words.olderThan],
    [rule.untagged, words.untagged],
    [rule.untaggedOnly, words.untaggedOnly],
    [rule.orphaned, words.orphaned],
  ];
  return said.filter(([isSaid]) => isSaid).map(([, word]) => word);
}

/** @throws UsageError for a rule of the command line that makes no sense. */
export function assertRule(rule: RetentionRule): void {
  const fault = ruleFault(rule, OPTION_WORDS);
  if (fault !== undefined) throw new UsageError(`The rule makes no sense. ${fault}`);
}
