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

/** Why tags of a repository are set aside: undefined for one that is not. */
export function protectionIn(
  { patterns, protectsLatest }: Protection,
  repository: string,
): (tag: string) => 'latest' | 'protected' | undefined {
  const own = patterns.filter((pattern) => isOfRepository(pattern, repository));
  return (tag) => {
    if (protectsLatest && tag === 'latest') return 'latest';
    return own.some((pattern) => isOfTag(pattern, tag)) ? 'protected' : undefined;
  };
}

/** True where a pattern may protect tags of a repository. */
export function isOfRepository(pattern: ProtectPattern, repository: string): boolean {
  return pattern.repository?.(repository) ?? true;
}

/** True where a pattern protects a tag, of a repository that it is of. */
export function isOfTag(pattern: ProtectPattern, tag: string): boolean {
  return pattern.tag?.(tag) ?? true;
}
