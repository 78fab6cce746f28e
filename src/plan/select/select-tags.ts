import { isTagName } from '../../registry/reference.ts';
import type { PlanTag } from '../images/image.ts';
import type { RepositoryImages } from '../images/images.ts';
import { decidesTags, matchesAny } from '../rules/matching.ts';
import { type Protection, protectionIn } from '../rules/protection.ts';
import type { RetentionRule } from '../rules/rule.ts';

/** What is said of a tag before one asks what it shares with others. */
export interface TagVerdict {
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
): Map<number, TagVerdict> {
  const deciding = [...rules.entries()].filter(
    ([, rule]) => decidesTags(rule) && matchesAny(rule.repositories, repository.name),
  );
  const protects = protectionIn(protection, repository.name);
  const verdicts = new Map<number, TagVerdict>();
  const decided = new Map<number, PlanTag[]>();
  for (const { tags } of images.values())
    for (const tag of tags) {
      const aside = setAside(tag, protects);
      const [rule] =
        aside === undefined ? (deciding.find(([, { tags }]) => matchesAny(tags, tag.name)) ?? []) : [];
      if (rule === undefined) verdicts.set(tag.id, { isSelected: false, reasons: [aside ?? 'no-rule'] });
      else decided.get(rule)?.push(tag) ?? decided.set(rule, [tag]);
    }
  for (const [rule, tags] of decided) {
    const reasonsOf = judge(tags, rules[rule] as RetentionRule, now);
    // There are few reasons and many tags, which share what is said of them.
    const byReasons = new Map<readonly KeepReason[], TagVerdict>();
    for (const tag of tags) {
      const reasons = reasonsOf(tag);
      const verdict = byReasons.get(reasons) ?? { isSelected: reasons.length === 0, rule, reasons };
      byReasons.set(reasons, verdict);
      verdicts.set(tag.id, verdict);
    }
  }
  return verdicts;
}

/** Why no rule is asked about a tag. */
function setAside(tag: PlanTag, protects: ReturnType<typeof protectionIn>): KeepReason | undefined {
  if (tag.isAttached) return 'attached';
  if (!isTagName(tag.name)) return 'not-addressable';
  return protects(tag.name);
}

/** What a rule says of one of the tags of a repository that it decides: why it stays; nothing where it is selected. */
function judge(
  tags: readonly PlanTag[],
  rule: RetentionRule,
  now: number,
): (tag: PlanTag) => readonly KeepReason[] {
  const { keepLast, olderThanMs, keepAll } = rule;
  if (keepAll) return () => KEEP_ALL;
  if (keepLast === undefined && olderThanMs === undefined) return () => NO_REASONS;
  const times = keepLast === undefined ? undefined : newestTimes(tags);
  const keptSince = times && timeOfNewest(times, keepLast as number);
  return ({ blob, time }) => {
    if (time === undefined) return TIME_UNKNOWN;
    const isNew = keptSince !== undefined && (times?.get(blob) as number) >= keptSince;
    const isYoung = olderThanMs !== undefined && now - time <= olderThanMs * 1000;
    if (!isNew && !isYoung) return NO_REASONS;
    if (isNew && isYoung) return NEW_AND_YOUNG;
    return isNew ? NEW : YOUNG;
  };
}

const NO_REASONS: readonly KeepReason[] = [];
const KEEP_ALL: readonly KeepReason[] = ['keep-all'];
const TIME_UNKNOWN: readonly KeepReason[] = ['time-unknown'];
const NEW: readonly KeepReason[] = ['keep-last'];
const YOUNG: readonly KeepReason[] = ['not-older'];
const NEW_AND_YOUNG: readonly KeepReason[] = [...NEW, ...YOUNG];

/** The time of the image that is the `count`-th newest: what is as new is kept too. */
function timeOfNewest(times: ReadonlyMap<number, number>, count: number): number {
  return [...times.values()].sort((a, b) => b - a)[count - 1] ?? Number.NEGATIVE_INFINITY;
}

/** By image: the time of its newest tag among these; a tag of unknown time counts for nothing. */
function newestTimes(tags: readonly PlanTag[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const { blob, time } of tags)
    if (time !== undefined) times.set(blob, Math.max(time, times.get(blob) ?? Number.NEGATIVE_INFINITY));
  return times;
}
