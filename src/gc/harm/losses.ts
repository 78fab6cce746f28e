import { compareBytewise } from '../../analyze/names.ts';
import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import type { Tag } from '../../contents/repositories/tags.ts';
import { REPOSITORIES } from '../../registry/layout.ts';
import type { After } from './after.ts';
import { isLinkedInLayersOnly } from './pull.ts';

/**
 * A tag that cannot be pulled whole now, and of whose image a collection would delete what is still there: it can be
 * mended before, and not after.
 */
export interface Loss {
  readonly repository: string;
  readonly tag: string;
  /** What the tag points to; where its link says no digest, what it last pointed to. */
  readonly digest: string;
  /** Digests of the image that are there and would go. */
  readonly deletes: readonly string[];
  /** Set where the manifest has a layer link in place of a revision link: 2.x serves it. */
  readonly linkedInLayers?: true;
}

/** Finds what a collection would take of images that are broken now; `isTold` is true of tags that are casualties. */
export function findLosses(
  contents: Contents,
  after: After,
  isTold: (repository: string, tag: string) => boolean,
): Loss[] {
  const losses: Loss[] = [];
  for (const repository of contents.repositories) {
    const { targets } = repository.tags;
    if (!targets.some((target) => target === 0 || after.mayLose(target))) continue;
    // For all one knows its tags can be pulled, and a collection keeps them.
    if (isUnreadWithin(contents, repository)) continue;
    for (const tag of repository.tags.list) {
      const target = tag.target ?? firstByDigest(contents, tag.lastTargets);
      if (target === undefined || !after.mayLose(target) || isTold(repository.name, tag.name)) continue;
      losses.push(...describe(contents, repository, tag, target, after));
    }
  }
  return losses.sort((a, b) => compareBytewise(a.repository, b.repository) || compareBytewise(a.tag, b.tag));
}

/** Ids of blobs are given as they are met, so that a rescan may have them in another order. */
function firstByDigest({ blobs }: Contents, targets: readonly number[]): number | undefined {
  const byDigest = new Map(targets.map((target) => [blobs.digestOf(target), target]));
  const [first] = [...byDigest.keys()].sort();
  return first === undefined ? undefined : byDigest.get(first);
}

function describe(
  contents: Contents,
  repository: Repository,
  tag: Tag,
  target: number,
  after: After,
): Loss[] {
  const going = closureOf(contents, repository, target).filter((blob) => after.isBlobGone(blob));
  if (going.length === 0) return [];
  return [
    {
      repository: repository.name,
      tag: tag.name,
      digest: contents.blobs.digestOf(target),
      deletes: going.map((blob) => contents.blobs.digestOf(blob)).sort(),
      ...(isLinkedInLayersOnly(contents, repository, target) && { linkedInLayers: true as const }),
    },
  ];
}

/** What a digest leads to: through its revision link, where that says another, as well as itself. */
function closureOf(contents: Contents, { revisions }: Repository, root: number): number[] {
  const reached = new Set<number>();
  const pending = [root, revisions.targetOf(root) ?? root];
  for (let blob = pending.pop(); blob !== undefined; blob = pending.pop()) {
    if (reached.has(blob)) continue;
    reached.add(blob);
    for (const reference of contents.manifests.referencesOf(blob)) pending.push(reference);
  }
  return [...reached];
}

/** True where the scan could not read something of a repository: what can be pulled from it is not known then. */
function isUnreadWithin({ problems: { unread } }: Contents, { name }: Repository): boolean {
  return !unread.isEmpty && unread.isWithin(`${REPOSITORIES}/${name}`);
}
