import { BlobSet } from './blob-set.ts';
import type { Abort, Collection, DeletedManifest } from './collection.ts';
import type { CollectorLink, CollectorRepository, CollectorView } from './collector-view.ts';
import { blockedRevisions, lookUp, nameAbort, partAbort, walkedLinkAbort } from './lookup.ts';
import { tagTargetsOf } from './tags-of.ts';

/**
 * What registry 2.7 to 2.8 marks (distribution v2.8.3, registry/storage/garbagecollect.go): every revision and its
 * direct references. It does not go into the children of an index, which is how `--delete-untagged` breaks
 * multi-platform images (#3178).
 */
export function collect2x(
  view: CollectorView,
  seen: readonly CollectorRepository[],
  options: { readonly deleteUntagged: boolean },
): Omit<Collection, 'unseen'> {
  const marked = new BlobSet(view.highestBlob);
  const aborts: Abort[] = [...view.treeAborts];
  const deletedManifests: DeletedManifest[] = [];
  for (const repository of seen) {
    const abort = nameAbort(repository);
    if (abort !== undefined) {
      aborts.push(abort);
      continue;
    }
    markRepository(repository);
  }
  return { aborts, marked, deletedManifests, deletedLayerLinks: new Map() };

  function markRepository(repository: CollectorRepository): void {
    const blocked = blockedRevisions(repository);
    if (blocked !== undefined) {
      aborts.push(blocked);
      return;
    }
    const tags = options.deleteUntagged ? tagTargetsOf(view, repository) : undefined;
    let reported = false;
    for (const link of repository.revisions) {
      const abort = walkedLinkAbort(repository, link);
      if (abort !== undefined) aborts.push(abort);
      if (abort !== undefined || link.target === undefined) continue;
      const found = lookUp(view, repository, link.target, ['revisions', 'layerLinks']);
      aborts.push(...found.aborts);
      if (found.target === undefined) continue;
      if (tags !== undefined && !reported) {
        if (tags.abort !== undefined) aborts.push(tags.abort);
        reported = tags.abort !== undefined;
      }
      if (tags !== undefined && !tags.targets.has(link.target)) {
        if (repository.tagsDirectory === 'absent' && !reported) {
          aborts.push(
            partAbort('failed to retrieve tags: there is no tags directory', repository, '/_manifests/tags'),
          );
          reported = true;
        }
        deletedManifests.push({ repository: repository.name, blob: link.target, link });
        continue;
      }
      markManifest(repository, link, link.target, found.target);
    }
  }

  function markManifest(
    repository: CollectorRepository,
    link: CollectorLink,
    digest: number,
    target: number,
  ): void {
    const fault = view.manifestFault(target, '2.7-2.8');
    if (fault !== null) {
      const reason = `failed to retrieve manifest: ${fault}`;
      aborts.push({ reason, path: link.path, repository: repository.name, digest: view.digestOf(target) });
      return;
    }
    marked.add(digest);
    for (const blob of view.referencesOf(target)) marked.add(blob);
  }
}
