import type { Contents } from '../../contents/contents.ts';
import { type BlobSet, blobSetOf } from '../../graph/blob-set.ts';

/**
 * What leads to a blob: itself, its other names, the manifests that refer to one of these, and so on. A tag or revision
 * of one of them has the blob in its closure.
 */
export function leadingTo(contents: Contents, blob: number): BlobSet {
  const leading = blobSetOf([blob], contents.blobs.highest);
  do contents.manifests.addReferrers(leading);
  while (addNames(contents, leading));
  return leading;
}

/** Adds other names of blobs; true where there were some. */
function addNames({ aliases }: Contents, blobs: BlobSet): boolean {
  const before = blobs.size;
  for (const [name, stored] of aliases) if ([...stored].some((each) => blobs.has(each))) blobs.add(name);
  return blobs.size > before;
}
