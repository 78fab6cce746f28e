import { blobDataPath, REPOSITORIES } from '../registry/layout.ts';
import { readLinkContent } from '../registry/link.ts';
import { isRepositoryName } from '../registry/reference.ts';
import type { Abort } from './collection.ts';
import type { CollectorLink, CollectorRepository, CollectorView } from './collector-view.ts';

/** What looking a digest up gives: the blob its link names, if that is there, and the errors that end a collection. */
export interface Lookup {
  readonly target: number | undefined;
  readonly aborts: readonly Abort[];
}

const PLACES = { revisions: '_manifests/revisions', layerLinks: '_layers' } as const;

/** Where a repository keeps links. */
export type LinkPlace = keyof typeof PLACES;

/**
 * Looks a digest up through the links of a repository, the first that is there (distribution,
 * registry/storage/linkedblobstore.go, linkedBlobStatter.Stat): no target where there is none or its blob is gone.
 */
export function lookUp(
  view: CollectorView,
  repository: CollectorRepository,
  digest: number,
  places: readonly LinkPlace[],
): Lookup {
  const aborts: Abort[] = [];
  for (const place of places) {
    const target = repository[place].targetOf(digest);
    if (target !== undefined) return { target: presentTarget(view, repository, target, aborts), aborts };
    const link = repository[place].get(digest);
    if (link?.content !== undefined) aborts.push(linkAbort(repository, link));
    else if (view.hasObstacles) {
      aborts.push(...obstacleAborts(view, repository, linkPath(view, repository, digest, place)));
    }
  }
  return { target: undefined, aborts };
}

function presentTarget(
  view: CollectorView,
  repository: CollectorRepository,
  target: number,
  aborts: Abort[],
): number | undefined {
  if (view.isPresent(target)) return target;
  if (!view.hasObstacles) return undefined;
  const [algorithm, hex] = view.digestOf(target).split(':');
  if (algorithm !== undefined && hex !== undefined) {
    aborts.push(...obstacleAborts(view, repository, blobDataPath(algorithm, hex)));
  }
  return undefined;
}

function linkPath(
  view: CollectorView,
  { name }: CollectorRepository,
  digest: number,
  place: LinkPlace,
): string {
  return `${REPOSITORIES}/${name}/${PLACES[place]}/${view.digestOf(digest).replace(':', '/')}/link`;
}

/** The abort on what is no file, or stands in a file's way; none where there is no such thing. */
export function obstacleAborts(view: CollectorView, repository: CollectorRepository, file: string): Abort[] {
  const path = view.obstacle(file);
  if (path === undefined) return [];
  const reason = path === file ? 'not a regular file' : 'not a directory';
  return [{ reason, path, repository: repository.name }];
}

/** Characters that the storage driver takes in a path (storage/driver/storagedriver.go, PathRegexp). */
const PATH = /^[A-Za-z0-9._/-]+$/;

/** True for a path that the storage driver takes. */
export function isDriverPath(path: string): boolean {
  return PATH.test(path);
}

/** The abort on the name of a repository; undefined where a registry takes it. */
export function nameAbort(repository: CollectorRepository): Abort | undefined {
  const { name, isText } = repository;
  if (!isText || !isRepositoryName(name)) return partAbort('invalid repository name', repository);
  // A host may have a port, and a path no colon.
  return isDriverPath(name) ? undefined : partAbort('invalid path', repository);
}

/** The abort on revisions that cannot be walked. */
export function blockedRevisions(repository: CollectorRepository): Abort | undefined {
  if (repository.manifests === 'file') return partAbort('not a directory', repository, '/_manifests');
  return repository.revisionsDirectory === 'file'
    ? partAbort('not a directory', repository, '/_manifests/revisions')
    : undefined;
}

/** The abort on a link that a walk comes upon; undefined where it can be read and says a digest. */
export function walkedLinkAbort(repository: CollectorRepository, link: CollectorLink): Abort | undefined {
  // A link in its digest's directory has a path like its repository's, which has been looked at.
  if (link.directory === undefined && !isDriverPath(link.path))
    return { reason: 'invalid path', path: link.path, repository: repository.name };
  return link.content !== undefined && link.target === undefined ? linkAbort(repository, link) : undefined;
}

/** The abort on a link that says no digest. */
function linkAbort(repository: CollectorRepository, { path, content }: CollectorLink): Abort {
  return { reason: `${contentFault(content)} in a link`, path, repository: repository.name };
}

/** What is wrong with the content of a link, in the registry's words. */
export function contentFault(content: Buffer | undefined): string {
  if (content === undefined) return 'no regular file';
  const reading = readLinkContent(content);
  const fault = 'fault' in reading ? reading.fault : 'invalid format';
  return fault === 'empty' ? 'invalid checksum digest format (empty file)' : `checksum digest: ${fault}`;
}

/** The abort on a part of a repository. */
export function partAbort(reason: string, repository: CollectorRepository, part = ''): Abort {
  return { reason, path: `${REPOSITORIES}/${repository.name}${part}`, repository: repository.name };
}
