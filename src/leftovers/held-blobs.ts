import type { Contents } from '../contents/contents.ts';
import type { Leftover } from './leftover.ts';

/** Blobs, and what becomes free where they go. */
export interface HeldBlobs {
  readonly blobs: number;
  readonly bytes: number;
}

/** What a collection takes once the manifests of some tags and revisions are deleted by their digests. */
export function heldBy(contents: Contents, leftovers: readonly Leftover[]): HeldBlobs {
  const tags = leftovers.flatMap(({ repository = '', tag }) =>
    tag === undefined ? [] : { repository, tag },
  );
  const revisions = leftovers.flatMap(({ repository = '', digest }) =>
    digest === undefined ? [] : { repository, digest },
  );
  const before = contents.states;
  const after = contents.without({ tags, revisions }).states;
  const isFreed = (blob: number) =>
    (before[blob] as number) > 0 && after[blob] === 0 && contents.blobs.isPresent(blob);
  const freed = Array.from(before.keys()).filter(isFreed);
  return { blobs: freed.length, bytes: contents.blobs.freed(freed, isFreed).bytes };
}
