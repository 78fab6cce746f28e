import type { MatchName } from '../../registry/name-pattern.ts';
import type { RetentionRule } from './rule.ts';

/** True for a name that one of several patterns matches, or where there is none. */
export function matchesAny(patterns: readonly MatchName[], name: string): boolean {
  return patterns.length === 0 || patterns.some((matches) => matches(name));
}

/** True for a rule that says something about tags. */
export function decidesTags(rule: RetentionRule): boolean {
  const { hasTagPatterns, keepLast, olderThanMs, keepAll, untaggedOnly } = rule;
  return !untaggedOnly && (hasTagPatterns || keepLast !== undefined || olderThanMs !== undefined || keepAll);
}

/** True for a rule that selects images without a tag. */
export function selectsUntagged({ untagged, untaggedOnly }: RetentionRule): boolean {
  return untagged || untaggedOnly;
}
