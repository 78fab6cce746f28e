import { isTagName } from '../../registry/reference.ts';
import type { PlanTag, RepositoryImages } from '../images/images.ts';
import { decidesTags, matchesAny } from '../rules/matching.ts';
import { type Protection, protectionOf } from '../rules/protection.ts';
import type { RetentionRule } from '../rules/rule.ts';

/** What is said of a tag before one asks what it shares with others. */
export interface TagVerdict {
  readonly tag: PlanTag;
  readonly isSelected: boolean;
  /** The rule that decided, by its place among them. */
  readonly rule?: number;
  /** Why it was not selected. */
  readonly reasons: readonly KeepReason[];
}

/** Why no rule selected a tag. */
type KeepReason =
  | 'attached'
  | 'not-addressable'
  | 'latest'
  | 'protected'
  | 'no-rule'
  | 'keep-all'
  | 'keep-last'
  | 'not-older'
  | 'time-unknown';

/** The verdicts on all tags of a repository. */
export function selectTags(
  { repository, images }: RepositoryImages,
  rules: readonly RetentionRule[],
  protection: Protection,
  now: number,
): TagVerdict[] {
  const deciding = [...rules.entries()].filter(
    ([, rule]) => decidesTags(rule) && matchesAny(rule.repositories, repository.name),
  );
  const verdicts: TagVerdict[] = [];
  const decided = new Map<number, PlanTag[]>();
  for (const { tags } of images.values())
    for (const tag of tags) {
      const aside = setAside(tag, repository.name, protection);
      const [rule] =
        aside === undefined ? (deciding.find(([, { tags }]) => matchesAny(tags, tag.name)) ?? []) : [];
      if (rule === undefined) verdicts.push({ tag, isSelected: false, reasons: [aside ?? 'no-rule'] });
      else decided.get(rule)?.push(tag) ?? decided.set(rule, [tag]);
    }
  for (const [rule, tags] of decided)
    verdicts.push(...judge(tags, rules[rule] as RetentionRule, now).map((each) => ({ ...each, rule })));
  return verdicts;
}

/** Why no rule is asked about a tag. */
function setAside(tag: PlanTag, repository: string, protection: Protection): KeepReason | undefined {
  if (tag.isAttached) return 'attached';
  if (!isTagName(tag.name)) return 'not-addressable';
  return protectionOf(protection, repository, tag.name);
}

/** What a rule says of the tags of one repository that it decides. */
function judge(tags: readonly PlanTag[], rule: RetentionRule, now: number): TagVerdict[] {
  const { keepLast, olderThanMs, keepAll } = rule;
  const newestSince = keepLast === undefined ? undefined : timeOfNewest(tags, keepLast);
  const imageTimes = newestTimes(tags);
  const asksTimes = keepLast !== undefined || olderThanMs !== undefined;
  return tags.map((tag) => {
    const reasons: KeepReason[] = [];
    const { time, blob } = tag;
    if (keepAll) reasons.push('keep-all');
    if (asksTimes && time === undefined) reasons.push('time-unknown');
    if (time !== undefined) {
      if (newestSince !== undefined && (imageTimes.get(blob) as number) >= newestSince)
        reasons.push('keep-last');
      if (olderThanMs !== undefined && now - time <= olderThanMs * 1000) reasons.push('not-older');
    }
    return { tag, isSelected: reasons.length === 0, reasons };
  });
}

/** The time of the image that is the `count`-th newest: what is as new is kept too. */
function timeOfNewest(tags: readonly PlanTag[], count: number): number {
  const times = [...newestTimes(tags).values()].sort((a, b) => b - a);
  return times[count - 1] ?? Number.NEGATIVE_INFINITY;
}

/** By image: the time of its newest tag among these; a tag of unknown time counts for nothing. */
function newestTimes(tags: readonly PlanTag[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const { blob, time } of tags)
    if (time !== undefined) times.set(blob, Math.max(time, times.get(blob) ?? Number.NEGATIVE_INFINITY));
  return times;
}
