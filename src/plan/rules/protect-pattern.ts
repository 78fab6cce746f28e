import { type MatchName, type PatternFault, parseNamePattern } from '../../registry/name-pattern.ts';
import { readPastedName, splitTag } from '../../registry/pasted-name.ts';
import { parseRepositoryPattern, type RepositoryPattern } from '../../registry/repository-pattern.ts';
import type { ProtectPattern } from './protection.ts';

/** A tag, `repository:tag`, or with a slash, be it one behind a host, a whole repository; each may be a pattern. */
export function parseProtectPattern(text: string): ProtectPattern | PatternFault {
  const { name } = readPastedName(text);
  if (splitTag(name).tag === undefined && !text.includes('/')) {
    const tag = parseNamePattern(name);
    return typeof tag === 'function' ? { text, tag } : tag;
  }
  const pattern = parseRepositoryPattern(text);
  if ('fault' in pattern) return pattern;
  return { text, repository: eitherOf(pattern), ...(pattern.tag !== undefined && { tag: pattern.tag }) };
}

/** What may be meant stays. */
function eitherOf({ whole, withoutHost }: RepositoryPattern): MatchName {
  return withoutHost === undefined ? whole : (name) => whole(name) || withoutHost(name);
}
