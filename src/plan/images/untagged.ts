import type { Contents } from '../../contents/contents.ts';
import type { RepositoryImages } from './images.ts';
import { withListed } from './listed.ts';
import type { Time, Times } from './times.ts';

/** The images of a repository that no tag of it points to, nor to an index that lists them, at any depth. */
export function untaggedOf(contents: Contents, { images, repository }: RepositoryImages): Set<number> {
  const tagged = withListed(contents, repository.tags.targets);
  return new Set([...images.keys()].filter((blob) => !tagged.has(blob)));
}

/**
 * Since when images of a repository have been without a tag, by blob id: the later of the last push by digest and, for
 * each tag that they had, the time at which that tag got its next digest.
 */
export function timesWithoutTag(
  times: Times,
  { images, repository }: RepositoryImages,
  untagged: ReadonlySet<number>,
): Map<number, Time> {
  const since = new Map([...untagged].map((blob) => [blob, images.get(blob)?.revisionTime]));
  if (since.size === 0) return since;
  for (const id of repository.tags.ids) {
    const history = times.ofHistory(id, (blob) => since.has(blob));
    if (history.size === 0) continue;
    const sorted = [...new Set(history.values())].filter((time) => time !== undefined).sort((a, b) => a - b);
    const next = new Map(sorted.map((time, at) => [time, sorted[at + 1]]));
    for (const [blob, own] of history) {
      const known = since.get(blob);
      if (known === undefined) continue;
      if (own === undefined) since.set(blob, undefined);
      else since.set(blob, Math.max(known, next.get(own) ?? known));
    }
  }
  return since;
}
