import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { type After, NOW } from '../../gc/harm/after.ts';
import type { Casualty } from '../../gc/harm/casualties.ts';
import { childrenOf, missingForPull } from '../../gc/harm/pull.ts';
import type { CollectionRun } from '../../gc/run.ts';
import { blobSetOf } from '../../graph/blob-set.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { Removals } from './removal.ts';

/**
 * Finds what stays, can be pulled now and after the collection alone, and could not be after the plan and the collection:
 * images and, of an index, its children.
 */
export function findBroken(
  contents: Contents,
  family: RegistryFamily,
  removals: Removals,
  runs: { readonly alone: CollectionRun; readonly together: CollectionRun },
): Casualty[] {
  const alone = runs.alone.after();
  const both = afterBoth(contents, removals, runs.together);
  const broken: Casualty[] = [];
  for (const repository of contents.repositories)
    for (const blob of rootsOf(contents, family, repository, removals)) {
      if (!both.mayLose(blob)) continue;
      const missing = missingForPull(contents, repository, blob, family, both);
      const couldBePulled = (after: After) =>
        missingForPull(contents, repository, blob, family, after).length === 0;
      if (missing.length === 0 || !couldBePulled(NOW) || !couldBePulled(alone)) continue;
      broken.push({
        repository: repository.name,
        digest: contents.blobs.digestOf(blob),
        missing: missing.map((each) => contents.blobs.digestOf(each)).sort(),
      });
    }
  return broken;
}

/** What stays of a repository's images, with what indexes among them list. */
function rootsOf(
  contents: Contents,
  family: RegistryFamily,
  repository: Repository,
  removals: Removals,
): Set<number> {
  const gone = removals.get(repository.id)?.revisions;
  const roots = new Set<number>();
  const pending = [...repository.revisions.directories, ...repository.tags.targets];
  for (let blob = pending.pop(); blob !== undefined; blob = pending.pop()) {
    if (blob === 0 || roots.has(blob) || gone?.has(blob)) continue;
    roots.add(blob);
    if (contents.manifests.isIndex(blob)) pending.push(...childrenOf(contents, repository, blob, family));
  }
  return roots;
}

/** The volume as it is, without what the plan deletes and what the collection then takes. */
function afterBoth(contents: Contents, removals: Removals, { swept, after }: CollectionRun): After {
  const collected = after();
  const byName = new Map(
    contents.repositories.flatMap(({ id, name }) => {
      const removal = removals.get(id);
      return removal === undefined ? [] : [[name, removal] as const];
    }),
  );
  const taken = blobSetOf(swept.blobs, contents.blobs.highest);
  for (const { revisions } of removals.values()) for (const blob of revisions) taken.add(blob);
  contents.manifests.addReferrers(taken);
  return {
    mayLose: (blob) => taken.has(blob) || collected.mayLose(blob),
    isBlobGone: collected.isBlobGone,
    isRevisionGone: (repository, digest) =>
      byName.get(repository)?.revisions.has(digest) === true || collected.isRevisionGone(repository, digest),
    isLayerLinkGone: (repository, digest) =>
      byName.get(repository)?.layerLinks.has(digest) === true ||
      collected.isLayerLinkGone(repository, digest),
  };
}
