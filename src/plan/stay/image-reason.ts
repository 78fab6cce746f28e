import type { Image } from '../images/image.ts';
import type { InUse } from './in-use.ts';

/** Why an image stays with all its tags, whatever was selected. */
export type ImageReason = 'missing-manifest' | 'in-use' | 'young' | 'time-unknown';

/** What images are asked about. */
export interface StayRules {
  /** When the scan began, in microseconds. */
  readonly now: number;
  /** What was pushed or tagged less than this before stays. */
  readonly minAgeMs: number;
  readonly inUse: InUse;
}

/**
 * Why an image of a repository stays; undefined where nothing is in the way. `isLostInTime` is true for one that no tag
 * leads to, and nobody knows since when.
 */
export function imageReason(
  { now, minAgeMs, inUse }: StayRules,
  repository: number,
  { blob, isThere, revisionTime, tags }: Image,
  isLostInTime: (blob: number) => boolean,
): ImageReason | undefined {
  if (!isThere) return 'missing-manifest';
  if (inUse.has(repository, blob)) return 'in-use';
  const times = [revisionTime, ...tags.map(({ time }) => time)];
  if (times.some((time) => time !== undefined && now - time < minAgeMs * 1000)) return 'young';
  const isUnknown = times.includes(undefined) || (tags.length === 0 && isLostInTime(blob));
  return isUnknown ? 'time-unknown' : undefined;
}
