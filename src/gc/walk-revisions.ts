import type { Abort } from './abort.ts';
import type { CollectorLink, CollectorRepository, CollectorView } from './collector-view.ts';
import { blockedRevisions, type LinkPlace, lookUp, walkedLinkAbort } from './lookup.ts';

/** Takes up a revision: the digest that its link says, the blob that the digest leads to, and the link. */
export type VisitRevision = (digest: number, target: number, linkOf: () => CollectorLink) => void;

/**
 * Walks the revisions of a repository as a collector does, which looks each up through links in `places`. What ends a
 * run goes to `aborts`.
 */
export function walkRevisions(
  view: CollectorView,
  repository: CollectorRepository,
  places: readonly LinkPlace[],
  aborts: Abort[],
  visit: VisitRevision,
): void {
  const blocked = blockedRevisions(repository);
  if (blocked !== undefined) {
    aborts.push(blocked);
    return;
  }
  if (repository.revisions.isPlain && !view.hasObstacles) {
    walkPlain(view, repository, visit);
    return;
  }
  for (const link of repository.revisions) {
    const abort = walkedLinkAbort(repository, link, 'revisions');
    if (abort !== undefined) aborts.push(abort);
    if (abort !== undefined || link.target === undefined) continue;
    const found = lookUp(view, repository, link.target, places);
    aborts.push(...found.aborts);
    if (found.target !== undefined) visit(link.target, found.target, () => link);
  }
}

/** Links that say what their directories are named for, with nothing in their way, cannot end a run. */
function walkPlain(view: CollectorView, { revisions }: CollectorRepository, visit: VisitRevision): void {
  let digest = 0;
  const linkOf = () => revisions.get(digest) as CollectorLink;
  for (digest of revisions.inOrder) if (view.isPresent(digest)) visit(digest, digest, linkOf);
}
