import type { Abort } from './abort.ts';
import { BlobSet } from './blob-set.ts';
import type { Collection, DeletedManifest } from './collection.ts';
import type { CollectorLink, CollectorRepository, CollectorView } from './collector-view.ts';
import { manifestAbort, nameAbort, partAbort } from './lookup.ts';
import { tagTargetsOf } from './tags-of.ts';
import { walkRevisions } from './walk-revisions.ts';

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
  const mark = (blob: number) => marked.add(blob);
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
    const tags = options.deleteUntagged ? tagTargetsOf(view, repository) : undefined;
    let reported = false;
    const report = (abort: Abort) => {
      if (!reported) aborts.push(abort);
      reported = true;
    };
    walkRevisions(view, repository, ['revisions', 'layerLinks'], aborts, (digest, target, linkOf) => {
      if (tags?.abort !== undefined) report(tags.abort);
      if (tags === undefined || tags.targets.has(digest)) {
        markManifest(repository, digest, target, linkOf);
        return;
      }
      if (repository.tagsDirectory === 'absent') {
        const reason = 'failed to retrieve tags: there is no tags directory';
        report(partAbort('repository-without-tags', reason, repository, '/_manifests/tags'));
      }
      deletedManifests.push({ repository: repository.name, blob: digest, link: linkOf() });
    });
  }

  function markManifest(
    repository: CollectorRepository,
    digest: number,
    target: number,
    linkOf: () => CollectorLink,
  ): void {
    const fault = view.isUnread(target) ? null : view.manifestFault(target, '2.7-2.8');
    if (fault === null) {
      marked.add(digest);
      view.forEachReference(target, mark);
    } else aborts.push(manifestAbort(view, repository, target, fault, linkOf()));
  }
}
