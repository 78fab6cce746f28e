import { REPOSITORIES } from '../registry/layout.ts';
import type { Abort, Collection } from './collection.ts';
import type { CollectorRepository, CollectorView } from './collector-view.ts';
import type { Sweep } from './sweep.ts';

/**
 * What a run that deletes ends on, though a dry run does not: it removes what it found directory by directory, and ends
 * where there is none (any more). What it has deleted until then stays deleted.
 */
export function deletionAborts(view: CollectorView, collection: Collection, swept: Sweep): Abort[] {
  const repositories = new Map(view.repositories.map((repository) => [repository.name, repository]));
  return [
    ...manifestAborts(view, collection, repositories),
    ...swept.misplaced
      .filter(({ hasDirectory }) => !hasDirectory)
      .map(({ path, digest }) => ({ reason: 'no blob directory to delete', path, digest })),
    ...layerLinkAborts(view, collection),
  ];
}

function manifestAborts(
  view: CollectorView,
  { deletedManifests }: Collection,
  repositories: ReadonlyMap<string, CollectorRepository>,
): Abort[] {
  const deleted = new Set<string>();
  const aborts: Abort[] = [];
  for (const { repository, blob, path } of deletedManifests) {
    const digest = view.digestOf(blob);
    const directory = `${REPOSITORIES}/${repository}/_manifests/revisions/${digest.replace(':', '/')}`;
    const isThere = hasRevisionDirectory(repositories.get(repository), blob, directory);
    if (deleted.has(directory) || !isThere) {
      aborts.push({ reason: 'no revision directory to delete (any more)', path, repository, digest });
    }
    deleted.add(directory);
  }
  return aborts;
}

function hasRevisionDirectory(
  repository: CollectorRepository | undefined,
  blob: number,
  directory: string,
): boolean {
  if (repository === undefined || repository.revisionByDigest.has(blob)) return true;
  return repository.revisions.some(({ path }) => path.startsWith(`${directory}/`));
}

/** 3.x removes the link of each digest that a layer link says, as often as one says it. */
function layerLinkAborts(view: CollectorView, { deletedLayerLinks }: Collection): Abort[] {
  const aborts: Abort[] = [];
  for (const { name, layerLinks } of view.repositories) {
    const deleted = new Set<number>();
    for (const { target, path } of layerLinks) {
      if (target === undefined || !deletedLayerLinks.get(name)?.has(target)) continue;
      const abort = { reason: 'no layer link to delete any more', path, repository: name };
      if (deleted.has(target)) aborts.push({ ...abort, digest: view.digestOf(target) });
      deleted.add(target);
    }
  }
  return aborts;
}
