import type { Contents } from '../../contents/contents.ts';
import type { Link } from '../../contents/repositories/links.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { BlobSet } from '../../graph/blob-set.ts';
import type { Abort } from '../aborts/abort.ts';
import { treeAborts } from '../aborts/directory-aborts.ts';
import { manifestAbort, partAbort, walkedLinkAbort } from '../aborts/link-aborts.ts';
import { isUnread, manifestFault } from '../aborts/manifest-faults.ts';
import type { Collection, DeletedManifest } from './collection.ts';
import { lookUp } from './lookup.ts';
import { namedRepositories } from './named-repositories.ts';
import { tagTargetsOf } from './tags-of.ts';
import { walkRevisions } from './walk-revisions.ts';

/**
 * What registry 3.0 to 3.1 marks (distribution v3.1.1, registry/storage/garbagecollect.go): every revision and, through
 * manifests of the same repository, all it leads to; but what is marked already, by whatever repository, is not gone
 * into again. Layer links are judged repository by repository, by what is marked at that moment.
 */
export function collect3x(
  contents: Contents,
  seen: readonly Repository[],
  options: { readonly deleteUntagged: boolean },
): Collection {
  const { blobs, manifests, problems } = contents;
  const marked = new BlobSet(blobs.highest);
  const pending: number[] = [];
  const aborts: Abort[] = treeAborts(problems);
  const scheduled: DeletedManifest[] = [];
  const deletedLayerLinks = new Map<string, Set<number>>();
  for (const repository of namedRepositories(seen, aborts)) {
    markRepository(repository);
    judgeLayerLinks(repository);
  }
  // A manifest that some repository marked is deleted in none.
  const deletedManifests = scheduled.filter(({ blob }) => !marked.has(blob));
  return { aborts, marked, deletedManifests, deletedLayerLinks };

  function markRepository(repository: Repository): void {
    const tags = options.deleteUntagged ? tagTargetsOf(contents, repository) : undefined;
    let reported = false;
    walkRevisions(contents, repository, ['revisions'], aborts, (digest, target, linkOf) => {
      if (tags?.abort !== undefined && !reported) {
        aborts.push(tags.abort);
        reported = true;
      }
      if (tags === undefined || tags.targets.has(digest)) markClosure(repository, digest, target, linkOf);
      // Without a tags directory it neither marks nor schedules: the blobs go, the link stays.
      else if (repository.tagsDirectory !== 'absent')
        scheduled.push({ repository: repository.name, blob: digest, link: linkOf() });
    });
  }

  /** Marks a manifest and goes through its references, depth first and in their order. */
  function markClosure(repository: Repository, digest: number, target: number, linkOf: () => Link): void {
    const own = referencesOf(repository, target, linkOf);
    if (own === undefined) return;
    marked.add(digest);
    pushReversed(pending, own);
    for (let blob = pending.pop(); blob !== undefined; blob = pending.pop()) {
      if (marked.has(blob)) continue;
      marked.add(blob);
      // What ends a run elsewhere is no manifest here.
      const child = repository.revisions.targetOf(blob);
      if (child !== undefined && blobs.isPresent(child))
        pushReversed(pending, referencesOf(repository, child, linkOf));
    }
  }

  function referencesOf(repository: Repository, target: number, linkOf: () => Link): Int32Array | undefined {
    const fault = isUnread(contents, target) ? null : manifestFault(contents, target, '3.x');
    if (fault === null) return manifests.referencesOf(target);
    aborts.push(manifestAbort(contents, repository, target, fault, linkOf()));
    return undefined;
  }

  function judgeLayerLinks(repository: Repository): void {
    const abort = layersAbort(repository);
    if (abort !== undefined) aborts.push(abort);
    if (repository.layers !== 'directory') return;
    const unmarked =
      repository.layerLinks.isPlain && !problems.hasObstacles
        ? unmarkedOf(repository.layerLinks.targets)
        : judgeEachLayerLink(repository);
    if (unmarked.size > 0) deletedLayerLinks.set(repository.name, unmarked);
  }

  /** Links that say what their directories are named for, with nothing in their way, cannot end a run. */
  function unmarkedOf(targets: Int32Array): Set<number> {
    const unmarked = new Set<number>();
    for (const target of targets) {
      if (!marked.has(target) && blobs.isPresent(target)) unmarked.add(target);
    }
    return unmarked;
  }

  function judgeEachLayerLink(repository: Repository): Set<number> {
    const unmarked = new Set<number>();
    for (const link of repository.layerLinks) {
      const abort = walkedLinkAbort(repository, link, 'layerLinks');
      if (abort !== undefined) aborts.push(abort);
      if (abort !== undefined || link.target === undefined) continue;
      const found = lookUp(contents, repository, link.target, ['layerLinks']);
      aborts.push(...found.aborts);
      if (found.target !== undefined && !marked.has(link.target)) unmarked.add(link.target);
    }
    return unmarked;
  }
}

/** The abort on layer links that cannot be walked. */
function layersAbort(repository: Repository): Abort | undefined {
  if (repository.layers === 'file') {
    return partAbort('repository-part-not-a-directory', 'not-a-directory', repository, '/_layers');
  }
  if (repository.layers !== 'absent') return undefined;
  const isEmpty = repository.revisions.length === 0 && repository.tags.targets.length === 0;
  const code = isEmpty ? 'repository-empty-without-layers' : 'repository-without-layers';
  return partAbort(code, 'path-not-found', repository, '/_layers');
}

function pushReversed(pending: number[], blobs: Int32Array = new Int32Array()): void {
  for (let at = blobs.length - 1; at >= 0; at--) pending.push(blobs[at] as number);
}
