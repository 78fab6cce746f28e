import type { MatchName } from '../../registry/name-pattern.ts';

/** Tags that no rule decides: `repository` alone is all tags of those that match. */
export interface ProtectPattern {
  /** As it was given. */
  readonly text: string;
  /** Undefined for all repositories. */
  readonly repository?: MatchName;
  /** Undefined for all tags. */
  readonly tag?: MatchName;
}

/** What is set aside before any rule is asked. */
export interface Protection {
  readonly patterns: readonly ProtectPattern[];
  readonly protectsLatest: boolean;
}

/** Why a tag is set aside; undefined where it is not. */
export function protectionOf(
  { patterns, protectsLatest }: Protection,
  repository: string,
  tag: string,
): 'latest' | 'protected' | undefined {
  if (protectsLatest && tag === 'latest') return 'latest';
  return patterns.some((pattern) => isProtected(pattern, repository, tag)) ? 'protected' : undefined;
}

/** True where a pattern protects a tag of a repository. */
export function isProtected(pattern: ProtectPattern, repository: string, tag: string): boolean {
  return (pattern.repository?.(repository) ?? true) && (pattern.tag?.(tag) ?? true);
}
