import type { Contents } from '../../contents/contents.ts';

/** Some manifests, and what the indexes among them list, at any depth. */
export function withListed({ manifests }: Contents, roots: Iterable<number>): Set<number> {
  const reached = new Set(roots);
  // A set goes on to what is added to it meanwhile.
  for (const blob of reached)
    if (manifests.isIndex(blob)) manifests.forEachReference(blob, (child) => reached.add(child));
  return reached;
}
