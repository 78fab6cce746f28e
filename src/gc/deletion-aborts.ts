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
  const deleted = new Map<string, Set<number>>();
  const aborts: Abort[] = [];
  for (const { repository, blob, link } of deletedManifests) {
    const gone = deleted.get(repository) ?? new Set();
    if (gone.has(blob) || !hasRevisionDirectory(view, repositories.get(repository), blob)) {
      const reason = 'no revision directory to delete (any more)';
      aborts.push({ reason, path: link.path, repository, digest: view.digestOf(blob) });
    }
    deleted.set(repository, gone.add(blob));
  }
  return aborts;
}

function hasRevisionDirectory(
  view: CollectorView,
  repository: CollectorRepository | undefined,
  blob: number,
): boolean {
  if (repository === undefined || repository.revisions.has(blob)) return true;
  const { name, revisions } = repository;
  const directory = `${REPOSITORIES}/${name}/_manifests/revisions/${view.digestOf(blob).replace(':', '/')}/`;
  return [...revisions].some(({ path }) => path.startsWith(directory));
}

/** 3.x removes the link of each digest that a layer link says, as often as one says it. */
function layerLinkAborts(view: CollectorView, { deletedLayerLinks }: Collection): Abort[] {
  const aborts: Abort[] = [];
  for (const { name, layerLinks } of view.repositories) {
    const going = deletedLayerLinks.get(name);
    // Links that each say the digest they stand at are each removed once.
    if (going === undefined || layerLinks.isPlain) continue;
    const deleted = new Set<number>();
    for (const link of layerLinks) {
      const { target } = link;
      if (target === undefined || !going.has(target)) continue;
      if (deleted.has(target)) {
        const reason = 'no layer link to delete any more';
        aborts.push({ reason, path: link.path, repository: name, digest: view.digestOf(target) });
      }
      deleted.add(target);
    }
  }
  return aborts;
}
