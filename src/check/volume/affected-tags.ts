import { type StoredName, tagText } from '../../analyze/names.ts';
import { tagsLeadingTo } from '../../analyze/tags-leading-to.ts';
import type { CheckedVolume } from './checked-volume.ts';

/** A tag that leads to something. */
export interface AffectedTag {
  readonly repository: StoredName;
  readonly tag: string;
}

/** Tags that lead to each of some blobs, by digest. */
export function findAffectedTags(
  volume: CheckedVolume,
  digests: Iterable<string>,
): ReadonlyMap<string, readonly AffectedTag[]> {
  const { blobs } = volume.contents;
  const ids = new Map<string, number>();
  for (const digest of new Set(digests)) {
    const id = blobs.idOf(digest);
    if (id !== undefined) ids.set(digest, id);
  }
  const tags = tagsLeadingTo(volume.inventory, ids.values());
  return new Map(
    [...ids].map(([digest, id]) => [
      digest,
      (tags.get(id) ?? []).map(({ repository, tag }) => ({ repository, tag: tagText(repository, tag) })),
    ]),
  );
}
