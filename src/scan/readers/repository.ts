import type { TagHistories } from '../../facts/fingerprints.ts';
import { LinkRows } from '../../facts/rows/link-rows.ts';
import type { ReadTag } from '../../facts/rows/tag-rows.ts';
import type { Presence } from '../../facts/told.ts';
import { type ByteString, decodeName } from '../../registry/byte-string.ts';
import { repositoryPath } from '../../registry/layout.ts';
import { isRepositoryName } from '../../registry/reference.ts';
import { doubtAbsentParts, tellTags } from '../doubts/absences.ts';
import type { Gatherer } from '../gatherer.ts';
import type { FoundRepository, ManifestParts } from './found.ts';
import type { LinkHome } from './link-place.ts';
import { readLinks, tellLinks } from './links.ts';
import { readStray } from './strays.ts';
import { readTags } from './tags.ts';
import { asRepository, presenceOf } from './tree.ts';
import { readUploads } from './uploads.ts';

/** What the last scan saw of a repository. */
export interface LastSeen {
  readonly fingerprint: number;
  readonly histories: TagHistories;
}

/** Reads all that one repository holds; only looks at it where its fingerprint is the last scan's. */
export function readRepository(gatherer: Gatherer, repository: FoundRepository, last?: LastSeen): void {
  const { name } = repository;
  if (last !== undefined && isSame(gatherer, repository, last)) {
    gatherer.add({ fact: 'same-repository', name });
  } else {
    gatherer.begin();
    const tagged = readTagged(gatherer, repository);
    readLinked(gatherer, repository, tagged);
    doubtAbsentParts(gatherer, repository, tagged.parts);
    gatherer.addFilesOf(gatherer.end(name));
  }
  // Uploads come and go: they are always read.
  if (repository.uploads === 'directory') {
    readUploads(gatherer, partOf(repository, '_uploads'));
  }
}

/** The repository as one of its parts is in it. */
function partOf(
  repository: FoundRepository,
  part: string,
  aliased: readonly ByteString[] = repository.aliased ?? [],
): FoundRepository {
  return aliased.includes(part) ? { ...repository, isCounted: false } : repository;
}

/** The repository as a part of `_manifests` is in it. */
function partOfManifests(
  repository: FoundRepository,
  part: 'revisions' | 'tags',
  { aliased }: ManifestParts,
): FoundRepository {
  return partOf(partOf(repository, '_manifests'), part, aliased);
}

/**
 * True where nothing in a repository has changed. Registries before 3.1 rewrite links in place: moving a tag back to a
 * digest that it had touches no directory at all, and a delete of a manifest only the directory of its link. So every
 * link is stat'ed, by the code that reads it.
 */
function isSame(gatherer: Gatherer, repository: FoundRepository, last: LastSeen): boolean {
  const look = gatherer.looking(last.histories);
  const tagged = readTagged(look, repository);
  // Most changes are seen in a tenth of the files.
  if (!look.seen.mayHaveTagsOf(last.fingerprint)) return false;
  readLinked(look, repository, tagged);
  if (look.end(repository.name).fingerprint !== last.fingerprint) return false;
  gatherer.see(look.newest);
  return true;
}

/** What is known of a repository before its links are read. */
interface Tagged {
  readonly parts: ManifestParts;
  readonly tags: readonly ReadTag[];
}

/** Reads a repository's tags, and which parts it has. */
function readTagged(gatherer: Gatherer, repository: FoundRepository): Tagged {
  const { name, isCounted, layers, manifests, uploads } = repository;
  if (repository.aliased !== undefined) gatherer.noteUnusual();
  const parts = readPartsOfManifests(gatherer, partOf(repository, '_manifests'));
  const { revisions, tags } = parts;
  gatherer.add({ fact: 'repository', name, layers, manifests, uploads, revisions, tags });
  gatherer.seen.addText([isCounted, layers, manifests, uploads, revisions, tags].join());
  checkRepository(gatherer, repository);
  // A push writes layer links, then the revision, then the tag: read the other way round, what a tag needs is there.
  if (tags !== 'directory') return { parts, tags: [] };
  const home = partOfManifests(repository, 'tags', parts);
  return { parts, tags: readTags(gatherer, home) };
}

/** Reads a repository's links to manifests and layers, and tells of the tags. */
function readLinked(gatherer: Gatherer, repository: FoundRepository, { parts, tags }: Tagged): void {
  const revisions = new LinkRows(tags.length > 0);
  if (parts.revisions === 'directory') {
    const home = partOfManifests(repository, 'revisions', parts);
    readAndTell(gatherer, { place: 'revision', repository: home }, revisions);
  }
  tellTags(gatherer, repository, tags, revisions.texts ?? new Set());
  if (repository.layers === 'directory') {
    const home = partOf(repository, '_layers');
    readAndTell(gatherer, { place: 'layer', repository: home }, new LinkRows());
  }
}

function readAndTell(gatherer: Gatherer, home: LinkHome, rows: LinkRows): void {
  readLinks(gatherer, home, rows);
  tellLinks(gatherer, home, rows);
}

/** Looks once more for what a repository lacked, and reads what has come. */
export function readPartsAgain(
  gatherer: Gatherer,
  before: FoundRepository,
  partsBefore: ManifestParts,
): void {
  const entries = gatherer.list(repositoryPath(before.name), 'references');
  const now = asRepository(before, entries);
  if (now === undefined) return;
  const { revisions, tags, aliased } = readPartsOfManifests(gatherer, partOf(now, '_manifests'));
  const came = (then: Presence, at: Presence): Presence => (then === 'absent' ? at : 'absent');
  const parts = {
    revisions: came(partsBefore.revisions, revisions),
    tags: came(partsBefore.tags, tags),
    aliased,
  };
  const layers = came(before.layers, now.layers);
  if (
    [parts.revisions, parts.tags, layers, came(before.manifests, now.manifests)].every(
      (each) => each === 'absent',
    )
  )
    return;
  const { name, manifests, uploads } = now;
  gatherer.add({ fact: 'repository', name, layers: now.layers, manifests, uploads, revisions, tags });
  const home = partOfManifests(now, 'tags', parts);
  const read = parts.tags === 'directory' ? readTags(gatherer, home) : [];
  readLinked(gatherer, { ...now, layers }, { parts, tags: read });
}

function readPartsOfManifests(gatherer: Gatherer, repository: FoundRepository): ManifestParts {
  const aliased: ByteString[] = [];
  const parts: ManifestParts = { revisions: 'absent', tags: 'absent', aliased };
  if (repository.manifests !== 'directory') return parts;
  const path = `${repositoryPath(repository.name)}/_manifests`;
  const listed = gatherer.tryToList(path, 'references');
  if (listed === undefined) return { revisions: 'unreadable', tags: 'unreadable', aliased };
  for (const entry of listed) {
    const isPart = entry.name === 'revisions' || entry.name === 'tags';
    if (entry.symlink === 'inside') aliased.push(entry.name);
    if (isPart) parts[entry.name as 'revisions' | 'tags'] = presenceOf(entry);
    if (!isPart || entry.kind === 'file' || entry.kind === 'other') {
      readStray(gatherer, `${path}/${entry.name}`, { isCounted: repository.isCounted });
    }
  }
  return parts;
}

function checkRepository(gatherer: Gatherer, repository: FoundRepository): void {
  const { name } = repository;
  const path = repositoryPath(name);
  const text = decodeName(name);
  if (typeof text !== 'string' || !isRepositoryName(text)) {
    gatherer.problem({ code: 'repository-name', path, repository: name });
  }
  const parts = {
    _layers: repository.layers,
    _manifests: repository.manifests,
    _uploads: repository.uploads,
  };
  for (const [part, presence] of Object.entries(parts)) {
    if (presence !== 'file') continue;
    gatherer.problem({ code: 'repository-part-not-a-directory', path: `${path}/${part}`, repository: name });
    const stat = gatherer.lookAtNamed(`${path}/${part}`, 'bytes');
    if (stat !== undefined && repository.isCounted) gatherer.countFile(stat);
  }
}
