import {
  bareName,
  type PatternFault,
  parseNamePattern,
  splitNamePattern,
} from '../../registry/name-pattern.ts';
import type { ProtectPattern } from './protection.ts';

/** A tag, `repository:tag`, or with a slash, be it one behind a host, a whole repository; each may be a pattern. */
export function parseProtectPattern(text: string): ProtectPattern | PatternFault {
  const { repository: name, tag: tagName } = splitNamePattern(bareName(text));
  const isTagAlone = tagName === undefined && !text.includes('/');
  const repository = isTagAlone ? undefined : parseNamePattern(name);
  const tag = isTagAlone
    ? parseNamePattern(name)
    : tagName === undefined
      ? undefined
      : parseNamePattern(tagName);
  if (repository !== undefined && typeof repository !== 'function') return repository;
  if (tag !== undefined && typeof tag !== 'function') return tag;
  return { text, ...(repository !== undefined && { repository }), ...(tag !== undefined && { tag }) };
}
