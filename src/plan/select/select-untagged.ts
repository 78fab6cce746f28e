import type { Attachments } from '../images/attachments.ts';
import type { RepositoryImages } from '../images/images.ts';
import type { Time } from '../images/times.ts';
import { matchesAny, selectsUntagged } from '../rules/matching.ts';
import type { RetentionRule } from '../rules/rule.ts';

/** An image without an ordinary tag that a rule was asked about. */
export interface ImageVerdict {
  readonly blob: number;
  readonly isSelected: boolean;
  readonly why: 'untagged' | 'orphaned';
  /** The rule that decided, by its place among them. */
  readonly rule: number;
  /** Of an untagged one: since when it has been without a tag. */
  readonly since?: () => Time;
}

/** The verdicts on images of a repository that have no tag, or only such as are named for what is gone. */
export function selectUntagged(
  now: number,
  untagged: () => ReadonlySet<number>,
  untaggedSince: () => ReadonlyMap<number, Time>,
  attachments: Attachments,
  ofRepository: RepositoryImages,
  rules: readonly RetentionRule[],
): ImageVerdict[] {
  const ruleThat = (selects: (rule: RetentionRule) => boolean) =>
    rules.findIndex((rule) => selects(rule) && matchesAny(rule.repositories, ofRepository.repository.name));
  const [forUntagged, forOrphaned] = [ruleThat(selectsUntagged), ruleThat(({ orphaned }) => orphaned)];
  const verdicts = new Map<number, ImageVerdict>();
  if (forUntagged >= 0) {
    const { olderThanMs } = rules[forUntagged] as RetentionRule;
    const oldest = olderThanMs === undefined ? undefined : now - olderThanMs * 1000;
    for (const blob of untagged()) {
      const since = () => untaggedSince().get(blob);
      const isSelected = oldest === undefined || isBefore(since(), oldest);
      verdicts.set(blob, { blob, isSelected, why: 'untagged', rule: forUntagged, since });
    }
  }
  if (forOrphaned < 0) return [...verdicts.values()];
  for (const image of ofRepository.attached) {
    const { blob, ordinaryTags } = image;
    if (ordinaryTags.length > 0 || verdicts.get(blob)?.isSelected || !attachments.isOrphaned(image)) continue;
    verdicts.set(blob, { blob, isSelected: true, why: 'orphaned', rule: forOrphaned });
  }
  return [...verdicts.values()];
}

/** What nobody knows is before nothing. */
function isBefore(time: Time, limit: number): boolean {
  return time !== undefined && time < limit;
}
