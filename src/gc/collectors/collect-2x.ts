import type { Contents } from '../../contents/contents.ts';
import type { Link } from '../../contents/repositories/links.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { BlobSet } from '../../graph/blob-set.ts';
import type { Abort } from '../aborts/abort.ts';
import { treeAborts } from '../aborts/directory-aborts.ts';
import { manifestAbort, partAbort } from '../aborts/link-aborts.ts';
import { isUnread, manifestFault } from '../aborts/manifest-faults.ts';
import type { Collection, DeletedManifest } from './collection.ts';
import { namedRepositories } from './named-repositories.ts';
import { tagTargetsOf } from './tags-of.ts';
import { walkRevisions } from './walk-revisions.ts';

/**
 * What registry 2.7 to 2.8 marks (distribution v2.8.3, registry/storage/garbagecollect.go): every revision and its
 * direct references. It does not go into the children of an index, which is how `--delete-untagged` breaks
 * multi-platform images (#3178).
 */
export function collect2x(
  contents: Contents,
  seen: readonly Repository[],
  options: { readonly deleteUntagged: boolean },
): Collection {
  const { blobs, manifests, problems } = contents;
  const marked = new BlobSet(blobs.highest);
  const mark = (blob: number) => marked.add(blob);
  const aborts: Abort[] = treeAborts(problems);
  const deletedManifests: DeletedManifest[] = [];
  for (const repository of namedRepositories(seen, aborts)) markRepository(repository);
  return { aborts, marked, deletedManifests, deletedLayerLinks: new Map() };

  function markRepository(repository: Repository): void {
    const tags = options.deleteUntagged ? tagTargetsOf(contents, repository) : undefined;
    let reported = false;
    const report = (abort: Abort) => {
      if (!reported) aborts.push(abort);
      reported = true;
    };
    walkRevisions(contents, repository, ['revisions', 'layerLinks'], aborts, (digest, target, linkOf) => {
      if (tags?.abort !== undefined) report(tags.abort);
      if (tags === undefined || tags.targets.has(digest)) {
        markManifest(repository, digest, target, linkOf);
        return;
      }
      if (repository.tagsDirectory === 'absent')
        report(partAbort('repository-without-tags', 'no-tags-directory', repository, '/_manifests/tags'));
      deletedManifests.push({ repository: repository.name, blob: digest, link: linkOf() });
    });
  }

  function markManifest(repository: Repository, digest: number, target: number, linkOf: () => Link): void {
    const fault = isUnread(contents, target) ? null : manifestFault(contents, target, '2.7-2.8');
    if (fault === null) {
      marked.add(digest);
      manifests.forEachReference(target, mark);
    } else aborts.push(manifestAbort(contents, repository, target, fault, linkOf()));
  }
}
