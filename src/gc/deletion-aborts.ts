import { REPOSITORIES } from '../registry/layout.ts';
import { type Abort, abortOn } from './abort.ts';
import type { Collection } from './collection.ts';
import type { CollectorLink, CollectorRepository, CollectorView } from './collector-view.ts';
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
      .map(({ path, digest }) => abortOn('blob-misplaced', 'no blob directory to delete', { path, digest })),
    ...layerLinkAborts(view, collection),
  ];
}

function manifestAborts(
  view: CollectorView,
  { deletedManifests }: Collection,
  repositories: ReadonlyMap<string, CollectorRepository>,
): Abort[] {
  const deleted = new Map<string, Map<number, CollectorLink>>();
  const aborts: Abort[] = [];
  for (const { repository, blob, link } of deletedManifests) {
    const gone = deleted.get(repository) ?? new Map<number, CollectorLink>();
    const before = gone.get(blob);
    if (before !== undefined || !hasRevisionDirectory(view, repositories.get(repository), blob)) {
      const reason = 'no revision directory to delete (any more)';
      const { path, directory } = oddOf(blob, link, before);
      const code = directory === undefined ? 'link-misplaced' : 'revision-link-mismatch';
      aborts.push(abortOn(code, reason, { path, repository, digest: view.digestOf(blob) }));
    }
    deleted.set(repository, gone.set(blob, link));
  }
  return aborts;
}

/** Of two links that say the same digest, the one that stands elsewhere than in its directory. */
function oddOf(digest: number, link: CollectorLink, before: CollectorLink | undefined): CollectorLink {
  return link.directory === digest ? (before ?? link) : link;
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
    const deleted = new Map<number, CollectorLink>();
    for (const link of layerLinks) {
      const { target } = link;
      if (target === undefined || !going.has(target)) continue;
      const before = deleted.get(target);
      if (before !== undefined) {
        const reason = 'no layer link to delete any more';
        const place = {
          path: oddOf(target, link, before).path,
          repository: name,
          digest: view.digestOf(target),
        };
        aborts.push(abortOn('layer-link-double', reason, place));
      }
      deleted.set(target, link);
    }
  }
  return aborts;
}
