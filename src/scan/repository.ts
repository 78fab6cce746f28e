import type { LinksFact, Presence } from '../facts.ts';
import { decodeName } from '../registry/byte-string.ts';
import { repositoryPath } from '../registry/layout.ts';
import { isRepositoryName } from '../registry/reference.ts';
import type { FoundRepository } from './batch.ts';
import type { Collector } from './collector.ts';
import { LinkRows, readLinkDirectories } from './links.ts';
import { describeParts, isSameRepository } from './same-repository.ts';
import { readStray } from './strays.ts';
import { readTags } from './tags.ts';
import { presenceOf } from './tree.ts';
import { readUploads } from './uploads.ts';

/** Reads all that one repository holds; only looks at it where its fingerprint is the last scan's. */
export function readRepository(
  collector: Collector,
  repository: FoundRepository,
  lastFingerprint?: number,
): void {
  collector.beginRepository();
  if (lastFingerprint !== undefined && isSameRepository(collector, repository, lastFingerprint)) {
    collector.add({ fact: 'same-repository', name: repository.name });
  } else readAnew(collector, repository);
  if (repository.uploads === 'directory') {
    readUploads(collector, repository, `${repositoryPath(repository.name)}/_uploads`);
  }
}

function readAnew(collector: Collector, repository: FoundRepository): void {
  collector.beginRepository();
  readParts(collector, repository);
  collector.endRepository(repository.name);
}

function readParts(collector: Collector, repository: FoundRepository): void {
  const path = repositoryPath(repository.name);
  const { revisions, tags } = readManifestParts(collector, repository);
  const { name, layers, manifests, uploads } = repository;
  collector.add({ fact: 'repository', name, layers, manifests, uploads, revisions, tags });
  collector.seen.addText(describeParts(repository, revisions, tags));
  checkRepository(collector, repository);
  // A push writes layer links, then the revision, then the tag: read the other way round, what a tag needs is there.
  if (tags === 'directory') readTags(collector, repository, `${path}/_manifests/tags`);
  if (revisions === 'directory') {
    readLinks(collector, repository, 'revisions', `${path}/_manifests/revisions`);
  }
  if (layers === 'directory') readLinks(collector, repository, 'layer-links', `${path}/_layers`);
}

function readLinks(
  collector: Collector,
  repository: FoundRepository,
  fact: LinksFact['fact'],
  path: string,
): void {
  const rows = new LinkRows();
  const place = fact === 'revisions' ? 'revision' : 'layer';
  readLinkDirectories(collector, { place, repository }, path, rows);
  if (rows.digests.count > 0) collector.add(rows.toFact(fact, repository.name));
}

function readManifestParts(collector: Collector, repository: FoundRepository) {
  const parts: { revisions: Presence; tags: Presence } = { revisions: 'absent', tags: 'absent' };
  if (repository.manifests !== 'directory') return parts;
  const path = `${repositoryPath(repository.name)}/_manifests`;
  const listed = collector.tryToList(path, true);
  if (listed === undefined) return { revisions: 'unreadable', tags: 'unreadable' } as const;
  for (const entry of listed) {
    const isPart = entry.name === 'revisions' || entry.name === 'tags';
    if (isPart) parts[entry.name as 'revisions' | 'tags'] = presenceOf(entry);
    if (!isPart || entry.kind === 'file' || entry.kind === 'other') {
      readStray(collector, `${path}/${entry.name}`, { isCounted: repository.isCounted });
    }
  }
  return parts;
}

function checkRepository(collector: Collector, repository: FoundRepository): void {
  const { name } = repository;
  const path = repositoryPath(name);
  const text = decodeName(name);
  if (typeof text !== 'string' || !isRepositoryName(text)) {
    collector.problem({ code: 'repository-name', path, repository: name });
  }
  const parts = {
    _layers: repository.layers,
    _manifests: repository.manifests,
    _uploads: repository.uploads,
  };
  for (const [part, presence] of Object.entries(parts)) {
    if (presence !== 'file') continue;
    collector.problem({ code: 'repository-part-not-a-directory', path: `${path}/${part}`, repository: name });
    const stat = collector.attempt(path, false, () => collector.fs.look(`${path}/${part}`));
    if (stat !== undefined && repository.isCounted) collector.countFile(stat);
  }
}
