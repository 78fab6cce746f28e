import type { ModelImage } from './images.ts';

const FIRST_KNOWN = Date.UTC(2014, 0, 1);

export function isKnown(time: number | undefined): time is number {
  return time !== undefined && time >= FIRST_KNOWN;
}

/** How long ago it was; 0 for what is to come. */
export function ageAt(now: number, time: number): number {
  return Math.max(0, now - time);
}

/** The revision time of an image and the times of all its tags. */
export function timesOf({ repository, digest, tags }: ModelImage): number[] {
  const revision = repository.revisions.get(digest)?.time;
  return [...(revision === undefined ? [] : [revision]), ...tags.map(({ time }) => time)];
}

/** Since when an image has had no tag; undefined where that is unknown. */
export function untaggedSince({ repository, digest }: ModelImage): number | undefined {
  const pushed = repository.revisions.get(digest)?.time;
  if (!isKnown(pushed)) return undefined;
  const since = [pushed];
  for (const history of repository.histories.values()) {
    const own = history.get(digest);
    if (own === undefined) continue;
    if (!isKnown(own)) return undefined;
    const later = [...history.values()].filter((time) => time > own);
    if (later.length > 0) since.push(Math.min(...later));
  }
  return Math.max(...since);
}
