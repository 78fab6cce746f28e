import { listedBelow, type ModelImage } from './images.ts';
import { isAddressable } from './names.ts';
import type { ModelQuestion } from './question.ts';
import { isUntagged } from './select.ts';
import { ageAt, isKnown, timesOf, untaggedSince } from './times.ts';
import type { ModelRepository, ModelVolume } from './volume.ts';

/** Why nothing of a repository may go; undefined where that is not so. */
export function repositoryReason(volume: ModelVolume, repository: ModelRepository): string | undefined {
  const { revisions, tags, hasStrayRevisions, refuses, name } = repository;
  const isDeviant = [...revisions].some(([digest, { says }]) => says !== digest);
  const roots = [...revisions.keys(), ...tags.map(({ target }) => target)];
  const isUnparsable = roots.some((root) => leadsToDamage(volume, root));
  if (hasStrayRevisions || isDeviant || isUnparsable) return 'unreadable';
  if (refuses) return 'registry-refuses';
  return isAddressable(name, 'repository') ? undefined : 'not-addressable';
}

function leadsToDamage(volume: ModelVolume, digest: string): boolean {
  return [digest, ...listedBelow(volume, digest)].some((each) => volume.isDamaged(each));
}

/** Why an image may not go, whatever else; undefined where that is not so. */
export function imageReason(
  volume: ModelVolume,
  image: ModelImage,
  question: ModelQuestion,
  isUsed: (image: ModelImage) => boolean,
): string | undefined {
  const { repository, digest } = image;
  if (!repository.revisions.has(digest) || !volume.blobs.has(digest)) return 'missing-manifest';
  if (isUsed(image)) return 'in-use';
  const times = timesOf(image);
  const ages = times.filter(isKnown).map((time) => ageAt(question.now, time));
  if (ages.length > 0 && Math.min(...ages) < question.minAgeMs) return 'young';
  if (!times.every(isKnown)) return 'time-unknown';
  const isWithoutTime = isUntagged(volume, image) && untaggedSince(image) === undefined;
  return isWithoutTime ? 'time-unknown' : undefined;
}

/** What a list of running images names: by digest everywhere, by tag in its repository. */
export function usedIn(volume: ModelVolume, { inUse }: ModelQuestion): (image: ModelImage) => boolean {
  const digests = new Set<string>();
  const tagged = new Set<string>();
  for (const token of inUse) {
    const text = token.replace(/^[A-Za-z-]+:\/\//, '');
    const digest = /(?:^|@)(sha\d+:[0-9a-f]+)$/.exec(text)?.[1];
    if (digest !== undefined) digests.add(digest);
    else for (const image of taggedBy(volume, text)) tagged.add(image);
  }
  return ({ repository, digest }) =>
    [digest, ...listedBelow(volume, digest)].some(
      (each) =>
        digests.has(each) ||
        digests.has(volume.manifest(each)?.config ?? '') ||
        tagged.has(`${repository.name}@${each}`),
    );
}

/** What `[host/]repository[:tag]` points to, as `repository@digest`. */
function taggedBy({ repositories }: ModelVolume, text: string): string[] {
  const slash = text.lastIndexOf('/') + 1;
  const colon = text.indexOf(':', slash);
  const [name, tag] = colon < 0 ? [text, 'latest'] : [text.slice(0, colon), text.slice(colon + 1)];
  const names = [name, name.replace(/^[^/]*[.:][^/]*\//, '')];
  const meant = repositories.filter((each) => names.includes(each.name));
  return meant.flatMap((each) =>
    each.tags.filter(({ name }) => name === tag).map(({ target }) => `${each.name}@${target}`),
  );
}
