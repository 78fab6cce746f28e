import type { Contents } from '../../contents/contents.ts';
import { once } from '../../contents/once.ts';
import { blobSetOf } from '../../graph/blob-set.ts';
import type { Collection } from '../collectors/collection.ts';
import type { Sweep } from '../collectors/sweep.ts';

/** A state of the volume: what is gone from it. */
export interface After {
  /** False where all that a blob leads to is as it was, as long as links say the digests of their directories. */
  readonly mayLose: (blob: number) => boolean;
  readonly isBlobGone: (blob: number) => boolean;
  readonly isRevisionGone: (repository: string, digest: number) => boolean;
  readonly isLayerLinkGone: (repository: string, digest: number) => boolean;
}

/** The volume as it is. */
export const NOW: After = {
  mayLose: () => false,
  isBlobGone: () => false,
  isRevisionGone: () => false,
  isLayerLinkGone: () => false,
};

/** The volume as a collection would leave it. */
export function afterwards(contents: Contents, collection: Collection, swept: Sweep): After {
  const deleted = new Map<string, Set<number>>();
  for (const { repository, blob } of collection.deletedManifests) {
    deleted.set(repository, (deleted.get(repository) ?? new Set()).add(blob));
  }
  const taken = once(() => {
    const blobs = blobSetOf(swept.blobs, contents.blobs.highest);
    for (const { blob } of collection.deletedManifests) blobs.add(blob);
    for (const links of collection.deletedLayerLinks.values()) for (const blob of links) blobs.add(blob);
    contents.manifests.addReferrers(blobs);
    return blobs;
  });
  return {
    mayLose: (blob) => taken().has(blob),
    isBlobGone: (blob) => swept.set.has(blob),
    isRevisionGone: (repository, digest) => deleted.get(repository)?.has(digest) ?? false,
    isLayerLinkGone: (repository, digest) =>
      collection.deletedLayerLinks.get(repository)?.has(digest) ?? false,
  };
}
