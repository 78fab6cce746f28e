/** A rule as people write it. */
export interface ModelRule {
  readonly name?: string;
  readonly repositories?: readonly string[];
  readonly tags?: readonly string[];
  readonly keepLast?: number;
  readonly olderThanMs?: number;
  readonly keepAll?: true;
  readonly untagged?: true;
  readonly untaggedOnly?: true;
  readonly orphaned?: true;
}

/** What a plan is asked for. */
export interface ModelQuestion {
  /** In milliseconds: all ages count from it. */
  readonly now: number;
  readonly family: '2.7-2.8' | '3.x';
  readonly rules: readonly ModelRule[];
  readonly isPolicy: boolean;
  readonly scope: readonly string[];
  /** Each `repository:tag`. */
  readonly protect: readonly string[];
  readonly protectsLatest: boolean;
  readonly minAgeMs: number;
  readonly inUse: readonly string[];
  readonly freeBytes?: number;
}

/** True for a name that any of some patterns matches, or where there is none. */
export function matchesOne(patterns: readonly string[] | undefined, name: string): boolean {
  return (
    patterns === undefined || patterns.length === 0 || patterns.some((pattern) => matches(pattern, name))
  );
}

/** True for a name that a pattern matches as a whole. */
function matches(pattern: string, name: string): boolean {
  const source = pattern
    .replaceAll(/[.+^$()|\\]/g, '\\$&')
    .replaceAll('**', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '.*')
    .replaceAll('?', '[^/]')
    .replaceAll(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.replaceAll(',', '|')})`);
  return new RegExp(`^(?:${source})$`).test(name);
}

/** True for a tag that one of some `repository:tag` protects. */
export function isProtected(protect: readonly string[], repository: string, tag: string): boolean {
  return protect.some((pattern) => {
    const colon = pattern.lastIndexOf(':');
    return matches(pattern.slice(0, colon), repository) && matches(pattern.slice(colon + 1), tag);
  });
}
