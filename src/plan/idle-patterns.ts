import { nearPatterns } from '../analyze/reference/near-names.ts';
import type { Contents } from '../contents/contents.ts';
import type { Repository } from '../contents/repositories/repository.ts';
import { readPastedName, splitTag } from '../registry/pasted-name.ts';
import type { PlanWarning } from './plan.ts';
import { type PlanRequest, ruleName } from './request.ts';
import { decidesTags, matchesAny } from './rules/matching.ts';
import { isOfRepository, isOfTag, type ProtectPattern } from './rules/protection.ts';
import type { RetentionRule } from './rules/rule.ts';
import type { Candidates } from './select/candidates.ts';

/** Patterns that match nothing: a slip of the hand there protects or decides nothing. */
export function idlePatterns(
  { repositories }: Contents,
  request: PlanRequest,
  { selections }: Candidates,
): PlanWarning[] {
  const { protection, rules } = request;
  const protect = protection.patterns
    .filter((pattern) => isIdle(pattern, repositories))
    .map(({ text }) => ({
      code: 'protect-idle',
      message: `--protect '${text}' matches no tag.${hintFor(text, repositories)}`,
    }));
  const asked = [...selections.values()].map(({ repository }) => repository);
  const told = [...rules.keys()]
    .filter((at) => decidesNothing(request, at, asked))
    .map((at) => ({ code: 'rule-idle', message: sentenceOn(request, at, asked) }));
  return [...protect, ...told];
}

function isIdle(pattern: ProtectPattern, repositories: readonly Repository[]): boolean {
  return !repositories.some(
    ({ name, tags }) => isOfRepository(pattern, name) && tags.list.some((tag) => isOfTag(pattern, tag.name)),
  );
}

function decidesNothing({ rules, isPolicy }: PlanRequest, at: number, asked: readonly Repository[]): boolean {
  const rule = rules[at] as RetentionRule;
  if (!isPolicy && !rule.hasTagPatterns) return false;
  const own = asked.filter(({ name }) => matchesAny(rule.repositories, name));
  if (!decidesTags(rule)) return own.length === 0;
  return !own.some(({ tags }) => tags.list.some(({ name }) => matchesAny(rule.tags, name)));
}

function sentenceOn(request: PlanRequest, at: number, asked: readonly Repository[]): string {
  if (request.isPolicy)
    return `No tag matches the patterns of the policy's ${quoted(ruleName(request, at) as string)}.`;
  const { tagTexts = [] } = request.rules[at] as RetentionRule;
  const near = tagTexts.flatMap((text) => nearTags(text, asked));
  return `No tag matches --match, in the repositories that were looked at.${nearTo(near)}`;
}

function quoted(name: string): string {
  return /^rule \d+$/.test(name) ? name : `rule '${name}'`;
}

/** What may have been meant by what protects nothing: a whole repository, or what is near. */
function hintFor(text: string, repositories: readonly Repository[]): string {
  const { repository: name, tag } = splitTag(readPastedName(text).name);
  const own = repositories.find((each) => each.name === name);
  if (tag === undefined && !text.includes('/'))
    return own === undefined ? nearTo(nearTags(name, repositories)) : ` Did you mean '${name}:*'?`;
  if (own !== undefined) return tag === undefined ? '' : nearTo(nearTags(tag, [own]));
  const names = repositories.map((each) => each.name);
  const behind = tag === undefined ? '' : `:${tag}`;
  return nearTo(nearPatterns(name, names).map((near) => `${near}${behind}`));
}

function nearTags(pattern: string, repositories: readonly Repository[]): string[] {
  return nearPatterns(
    pattern,
    new Set(repositories.flatMap(({ tags }) => tags.list.map(({ name }) => name))),
  );
}

function nearTo(near: readonly string[]): string {
  return near.length === 0 ? '' : ` Near it: ${near.join(', ')}.`;
}
