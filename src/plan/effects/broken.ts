import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { type After, NOW } from '../../gc/harm/after.ts';
import type { Casualty } from '../../gc/harm/casualties.ts';
import { childrenOf, missingForPull } from '../../gc/harm/pull.ts';
import type { CollectionRun } from '../../gc/run.ts';
import { blobSetOf } from '../../graph/blob-set.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import { isRepositoryName } from '../../registry/reference.ts';
import type { Removal } from './removal.ts';

/**
 * Finds what stays, can be pulled now and after the collection alone, and could not be after the plan and the collection:
 * images and, of an index, its children.
 */
export function findBroken(
  contents: Contents,
  family: RegistryFamily,
  removal: Removal,
  runs: { readonly alone: CollectionRun; readonly together: CollectionRun },
): Casualty[] {
  const alone = runs.alone.after();
  const both = afterBoth(contents, removal, runs.together);
  const broken: Casualty[] = [];
  // Nothing can be pulled by a name that the API does not take.
  for (const repository of contents.repositories.filter(({ name }) => isRepositoryName(name))) {
    const gone = removal.of.get(repository.id)?.revisions;
    const stays = (blob: number) => !gone?.has(blob);
    for (const blob of rootsOf(contents, family, repository, both.mayLose, stays)) {
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
  }
  return broken;
}

/** What stays of a repository's images and may lose something, with what indexes among them list, be it deleted or not. */
function rootsOf(
  contents: Contents,
  family: RegistryFamily,
  repository: Repository,
  mayLose: (blob: number) => boolean,
  stays: (blob: number) => boolean,
): Set<number> {
  const roots = new Set<number>();
  const { revisions, tags } = repository;
  const pending = [...revisions.directories, ...tags.targets].filter((blob) => mayLose(blob) && stays(blob));
  for (let blob = pending.pop(); blob !== undefined; blob = pending.pop()) {
    if (roots.has(blob)) continue;
    roots.add(blob);
    // What lists a manifest that may lose something may lose something itself.
    if (contents.manifests.isIndex(blob))
      pending.push(...childrenOf(contents, repository, blob, family).filter(mayLose));
  }
  return roots;
}

/** The volume as it is, without what the plan deletes and what the collection then takes. */
function afterBoth(
  contents: Contents,
  removal: Removal,
  { swept, deletedLayerLinks, after }: CollectionRun,
): After {
  const collected = after();
  const byName = new Map(
    contents.repositories.flatMap(({ id, name }) => {
      const own = removal.of.get(id);
      return own === undefined ? [] : [[name, own] as const];
    }),
  );
  const taken = blobSetOf(swept.blobs, contents.blobs.highest);
  for (const { revisions } of removal.of.values()) for (const blob of revisions) taken.add(blob);
  for (const blobs of deletedLayerLinks.values()) for (const blob of blobs) taken.add(blob);
  contents.manifests.addReferrers(taken);
  return {
    mayLose: (blob) => taken.has(blob),
    isBlobGone: collected.isBlobGone,
    isRevisionGone: (repository, digest) =>
      byName.get(repository)?.revisions.has(digest) === true || collected.isRevisionGone(repository, digest),
    isLayerLinkGone: (repository, digest) =>
      byName.get(repository)?.layerLinks.has(digest) === true ||
      collected.isLayerLinkGone(repository, digest),
  };
}
