import type { Contents } from '../../contents/contents.ts';
import type { Link } from '../../contents/repositories/links.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { REPOSITORIES } from '../../registry/layout.ts';
import { readLinkContent } from '../../registry/link.ts';
import { isRepositoryName } from '../../registry/reference.ts';
import { type Abort, abortOn } from './abort.ts';
import { manifestFaultCode } from './manifest-faults.ts';
import type { ReasonCode } from './reasons.ts';
import type { RemedyCode } from './remedies.ts';

/** Where a repository keeps links. */
export type LinkPlace = 'revisions' | 'layerLinks';

/** The abort on what is no file, or stands in a file's way; none where there is no such thing. */
export function obstacleAborts(contents: Contents, repository: Repository, file: string): Abort[] {
  const path = contents.problems.obstacle(file);
  if (path === undefined) return [];
  const place = { path, repository: repository.name };
  if (path !== file) return [abortOn('not-a-directory', 'not-a-directory', place)];
  const code = path.endsWith('/data') ? 'blob-not-a-file' : 'link-not-a-file';
  return [abortOn(code, 'not-a-file', place)];
}

/** Characters that the storage driver takes in a path (storage/driver/storagedriver.go, PathRegexp). */
const PATH = /^[A-Za-z0-9._/-]+$/;

/** True for a path that the storage driver takes. */
export function isDriverPath(path: string): boolean {
  return PATH.test(path);
}

/** The abort on the name of a repository; undefined where a registry takes it. */
export function nameAbort(repository: Repository): Abort | undefined {
  const { name, storedName } = repository;
  const code = 'repository-name-invalid';
  if (typeof storedName !== 'string' || !isRepositoryName(name))
    return partAbort(code, 'invalid-repository-name', repository);
  // A host may have a port, and a path no colon.
  return isDriverPath(name) ? undefined : partAbort(code, 'invalid-path', repository);
}

/** The abort on revisions that cannot be walked. */
export function blockedRevisions(repository: Repository): Abort | undefined {
  const part =
    repository.manifests === 'file'
      ? '/_manifests'
      : repository.revisionsDirectory === 'file'
        ? '/_manifests/revisions'
        : undefined;
  if (part === undefined) return undefined;
  return partAbort('repository-part-not-a-directory', 'not-a-directory', repository, part);
}

/** The abort on a link that a walk comes upon; undefined where it can be read and says a digest. */
export function walkedLinkAbort(repository: Repository, link: Link, place: LinkPlace): Abort | undefined {
  const { path, directory, content, target } = link;
  // A link in its digest's directory has a path like its repository's, which has been looked at.
  if (directory === undefined && !isDriverPath(path))
    return abortOn('link-misplaced', 'invalid-path', { path, repository: repository.name });
  return content !== undefined && target === undefined ? linkAbort(repository, link, place) : undefined;
}

/** The abort on a link that says no digest. */
export function linkAbort(
  repository: Repository,
  { path, directory, content }: Link,
  place: LinkPlace,
): Abort {
  const kind = place === 'revisions' ? 'revision-link' : 'layer-link';
  const { fault, detail } = contentFault(content);
  const code = directory === undefined ? 'link-misplaced' : (`${kind}-${fault}` as const);
  return abortOn(code, `link-${fault}`, { path, repository: repository.name }, detail);
}

/** What is wrong with the content of a link, and what the registry adds of it. */
export function contentFault(content: Buffer = NOTHING) {
  const reading = readLinkContent(content);
  const detail = 'fault' in reading ? reading.fault : 'invalid format';
  return { fault: detail === 'empty' ? 'empty' : 'malformed', detail } as const;
}

const NOTHING = Buffer.alloc(0);

/** The abort on a manifest that a family does not read, by the link that led to it. */
export function manifestAbort(
  contents: Contents,
  repository: Repository,
  target: number,
  fault: string,
  { path }: Link,
): Abort {
  const place = { path, repository: repository.name, digest: contents.blobs.digestOf(target) };
  return abortOn(manifestFaultCode(contents, target), 'manifest-not-retrieved', place, fault);
}

/** The abort on a part of a repository. */
export function partAbort(code: RemedyCode, reason: ReasonCode, repository: Repository, part = ''): Abort {
  const path = `${REPOSITORIES}/${repository.name}${part}`;
  return abortOn(code, reason, { path, repository: repository.name });
}
