import type { Contents } from '../../contents/contents.ts';
import type { Link } from '../../contents/repositories/links.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import type { Abort } from '../aborts/abort.ts';
import { blockedRevisions, type LinkPlace, walkedLinkAbort } from '../aborts/link-aborts.ts';
import { lookUp } from './lookup.ts';

/** Takes up a revision: the digest that its link says, the blob that the digest leads to, and the link. */
export type VisitRevision = (digest: number, target: number, linkOf: () => Link) => void;

/**
 * Walks the revisions of a repository as a collector does, which looks each up through links in `places`. What ends a
 * run goes to `aborts`.
 */
export function walkRevisions(
  contents: Contents,
  repository: Repository,
  places: readonly LinkPlace[],
  aborts: Abort[],
  visit: VisitRevision,
): void {
  const blocked = blockedRevisions(repository);
  if (blocked !== undefined) {
    aborts.push(blocked);
    return;
  }
  if (repository.revisions.isPlain && !contents.problems.hasObstacles) {
    walkPlain(contents, repository, visit);
    return;
  }
  for (const link of repository.revisions) {
    const abort = walkedLinkAbort(repository, link, 'revisions');
    if (abort !== undefined) aborts.push(abort);
    if (abort !== undefined || link.target === undefined) continue;
    const found = lookUp(contents, repository, link.target, places);
    aborts.push(...found.aborts);
    if (found.target !== undefined) visit(link.target, found.target, () => link);
  }
}

/** Links that say what their directories are named for, with nothing in their way, cannot end a run. */
function walkPlain({ blobs }: Contents, { revisions }: Repository, visit: VisitRevision): void {
  let digest = 0;
  const linkOf = () => revisions.get(digest) as Link;
  for (digest of revisions.inOrder) if (blobs.isPresent(digest)) visit(digest, digest, linkOf);
}
