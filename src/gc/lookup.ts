import { blobDataPath, REPOSITORIES } from '../registry/layout.ts';
import { readLinkContent } from '../registry/link.ts';
import { isRepositoryName } from '../registry/reference.ts';
import { type Abort, abortOn } from './abort.ts';
import type { CollectorLink, CollectorRepository, CollectorView } from './collector-view.ts';
import type { RemedyCode } from './remedies.ts';

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
    if (link?.content !== undefined) aborts.push(linkAbort(repository, link, place));
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
  const place = { path, repository: repository.name };
  if (path !== file) return [abortOn('not-a-directory', 'not a directory', place)];
  const code = path.endsWith('/data') ? 'blob-not-a-file' : 'link-not-a-file';
  return [abortOn(code, 'not a regular file', place)];
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
  const code = 'repository-name-invalid';
  if (!isText || !isRepositoryName(name)) return partAbort(code, 'invalid repository name', repository);
  // A host may have a port, and a path no colon.
  return isDriverPath(name) ? undefined : partAbort(code, 'invalid path', repository);
}

/** The abort on revisions that cannot be walked. */
export function blockedRevisions(repository: CollectorRepository): Abort | undefined {
  const part =
    repository.manifests === 'file'
      ? '/_manifests'
      : repository.revisionsDirectory === 'file'
        ? '/_manifests/revisions'
        : undefined;
  if (part === undefined) return undefined;
  return partAbort('repository-part-not-a-directory', 'not a directory', repository, part);
}

/** The abort on a link that a walk comes upon; undefined where it can be read and says a digest. */
export function walkedLinkAbort(
  repository: CollectorRepository,
  link: CollectorLink,
  place: LinkPlace,
): Abort | undefined {
  const { path, directory, content, target } = link;
  // A link in its digest's directory has a path like its repository's, which has been looked at.
  if (directory === undefined && !isDriverPath(path))
    return abortOn('link-misplaced', 'invalid path', { path, repository: repository.name });
  return content !== undefined && target === undefined ? linkAbort(repository, link, place) : undefined;
}

/** The abort on a link that says no digest. */
function linkAbort(
  repository: CollectorRepository,
  { path, directory, content }: CollectorLink,
  place: LinkPlace,
): Abort {
  const kind = place === 'revisions' ? 'revision-link' : 'layer-link';
  const { fault, reason } = contentFault(content);
  const code = directory === undefined ? 'link-misplaced' : (`${kind}-${fault}` as const);
  return abortOn(code, `${reason} in a link`, { path, repository: repository.name });
}

/** What is wrong with the content of a link, and how the registry says it. */
export function contentFault(content: Buffer = NOTHING) {
  const reading = readLinkContent(content);
  const fault = 'fault' in reading ? reading.fault : 'invalid format';
  return fault === 'empty'
    ? ({ fault: 'empty', reason: 'invalid checksum digest format (empty file)' } as const)
    : ({ fault: 'malformed', reason: `checksum digest: ${fault}` } as const);
}

const NOTHING = Buffer.alloc(0);

/** The abort on a manifest that a family does not read, by the link that led to it. */
export function manifestAbort(
  view: CollectorView,
  repository: CollectorRepository,
  target: number,
  fault: string,
  { path }: CollectorLink,
): Abort {
  const place = { path, repository: repository.name, digest: view.digestOf(target) };
  return abortOn(view.manifestFaultCode(target), `failed to retrieve manifest: ${fault}`, place);
}

/** The abort on a part of a repository. */
export function partAbort(
  code: RemedyCode,
  reason: string,
  repository: CollectorRepository,
  part = '',
): Abort {
  const path = `${REPOSITORIES}/${repository.name}${part}`;
  return abortOn(code, reason, { path, repository: repository.name });
}
