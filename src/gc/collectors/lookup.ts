import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { blobDataPath, REPOSITORIES } from '../../registry/layout.ts';
import type { Abort } from '../aborts/abort.ts';
import { type LinkPlace, linkAbort, obstacleAborts } from '../aborts/link-aborts.ts';

/** What looking a digest up gives: the blob its link names, if that is there, and the errors that end a collection. */
export interface Lookup {
  readonly target: number | undefined;
  readonly aborts: readonly Abort[];
}

const DIRECTORIES: Readonly<Record<LinkPlace, string>> = {
  revisions: '_manifests/revisions',
  layerLinks: '_layers',
};

/**
 * Looks a digest up through the links of a repository, the first that is there (distribution,
 * registry/storage/linkedblobstore.go, linkedBlobStatter.Stat): no target where there is none or its blob is gone.
 */
export function lookUp(
  contents: Contents,
  repository: Repository,
  digest: number,
  places: readonly LinkPlace[],
): Lookup {
  const aborts: Abort[] = [];
  for (const place of places) {
    const target = repository[place].targetOf(digest);
    if (target !== undefined) return { target: presentTarget(contents, repository, target, aborts), aborts };
    const link = repository[place].get(digest);
    if (link?.content !== undefined) aborts.push(linkAbort(repository, link, place));
    else if (contents.problems.hasObstacles) {
      aborts.push(...obstacleAborts(contents, repository, linkPath(contents, repository, digest, place)));
    }
  }
  return { target: undefined, aborts };
}

function presentTarget(
  contents: Contents,
  repository: Repository,
  target: number,
  aborts: Abort[],
): number | undefined {
  if (contents.blobs.isPresent(target)) return target;
  if (!contents.problems.hasObstacles) return undefined;
  const [algorithm, hex] = contents.blobs.digestOf(target).split(':');
  if (algorithm !== undefined && hex !== undefined) {
    aborts.push(...obstacleAborts(contents, repository, blobDataPath(algorithm, hex)));
  }
  return undefined;
}

function linkPath({ blobs }: Contents, { name }: Repository, digest: number, place: LinkPlace): string {
  return `${REPOSITORIES}/${name}/${DIRECTORIES[place]}/${blobs.digestOf(digest).replace(':', '/')}/link`;
}
