import type { Fact, LinkPlace, LinksFact, OddLinkFact, ProblemCode } from '../facts.ts';
import type { ByteString } from '../registry/byte-string.ts';
import { isDigestHex } from '../registry/digest.ts';
import { DigestListWriter } from '../registry/digest-list.ts';
import { linkLength } from '../registry/layout.ts';
import { readLinkContent } from '../registry/link.ts';
import type { SecondLook, TreeDirectory } from './batch.ts';
import type { Collector } from './collector.ts';
import { NumberColumn } from './columns.ts';
import type { Entry, FileStat } from './file-stat.ts';
import { readStray } from './strays.ts';

/** The healthy links met so far: digests and times. */
export class LinkRows {
  readonly digests = new DigestListWriter();
  readonly modifiedAt = new NumberColumn();

  push(algorithm: string, hex: string, modifiedAt: number): void {
    this.digests.appendHex(algorithm, hex);
    this.modifiedAt.push(modifiedAt);
  }

  toFact(fact: LinksFact['fact'], repository: ByteString): LinksFact {
    return { fact, repository, digests: this.digests.finish(), modifiedAt: this.modifiedAt.toFloat64() };
  }
}

/** The directory `<alg>/<name>` that should hold one link. */
export interface LinkDirectory {
  readonly place: LinkPlace;
  readonly repository: TreeDirectory;
  readonly path: ByteString;
  readonly algorithm: string;
  readonly name: ByteString;
  /** Set for `tag-history`. */
  readonly tag?: ByteString;
}

/** Reads the directories `<alg>/<hex>` below `top`, as they stand in `revisions/`, `_layers/` and a tag's `index/`. */
export function readLinkDirectories(
  collector: Collector,
  within: Pick<LinkDirectory, 'place' | 'repository' | 'tag'>,
  top: ByteString,
  rows: LinkRows,
): void {
  const hidesReferences = within.place === 'revision';
  for (const { name: algorithm, kind } of collector.list(top, hidesReferences)) {
    const path = `${top}/${algorithm}`;
    if (kind !== 'directory') {
      readMisplaced(collector, within, path);
      continue;
    }
    const readEntry = (entry: Entry) => {
      const directory = { ...within, path: `${path}/${entry.name}`, algorithm, name: entry.name };
      if (entry.kind === 'directory') readLinkDirectory(collector, directory, rows);
      else readMisplaced(collector, within, directory.path);
    };
    // A tag's history is short; the other two may be huge.
    if (within.place === 'tag-history') for (const entry of collector.list(path, false)) readEntry(entry);
    else collector.forEach(path, hidesReferences, readEntry);
  }
}

/**
 * Reads one link. That of a layer is only stat'ed where it has the length of a healthy one; those of revisions
 * and tags are always read, because they decide what is referenced.
 */
export function readLinkDirectory(collector: Collector, directory: LinkDirectory, rows: LinkRows): void {
  const { place, algorithm, name } = directory;
  const isNamedForDigest = isDigestHex(algorithm, name);
  const isStatEnough = place === 'layer' && isNamedForDigest && !collector.rules.readEveryLink;
  if (isStatEnough && statLayerLink(collector, directory, rows)) return;
  const path = `${directory.path}/link`;
  const link = collector.attempt(path, place !== 'layer', () => collector.fs.readLink(path));
  if (link !== undefined) {
    collector.noteSymlink(path, link.stat, place !== 'layer');
    countLink(collector, directory, link.stat);
    const isHealthy = isNamedForDigest && link.content?.toString('latin1') === `${algorithm}:${name}`;
    if (isHealthy) rows.push(algorithm, name, link.stat.modifiedAt);
    else doubtLink(collector, directory, link.stat, link.content);
  }
  const isUsual = link !== undefined && !collector.rules.readEveryLink;
  if (isUsual && (place !== 'revision' || hasNoDirectories(collector, directory.path))) return;
  readBesideLink(collector, directory);
}

/**
 * Old schema 1 revisions have links in `signatures/`, which collectors read. A directory's link count tells at half the
 * price of listing it that nothing of the kind is there; where the file system does not keep it, it is listed.
 */
function hasNoDirectories(collector: Collector, path: ByteString): boolean {
  const stat = collector.attempt(path, true, () => collector.fs.look(path));
  return stat?.hardLinks === NO_DIRECTORIES;
}

/** Its own name and its `.`: every directory in it would add one. */
const NO_DIRECTORIES = 2;

function statLayerLink(collector: Collector, directory: LinkDirectory, rows: LinkRows): boolean {
  const path = `${directory.path}/link`;
  const stat = collector.attempt(path, false, () => collector.fs.look(path));
  if (
    stat?.kind !== 'file' ||
    stat.symlink !== undefined ||
    stat.bytes !== linkLength('sha256') ||
    directory.algorithm !== 'sha256'
  )
    return false;
  countLink(collector, directory, stat);
  rows.push(directory.algorithm, directory.name, stat.modifiedAt);
  return true;
}

function countLink(collector: Collector, { repository }: LinkDirectory, stat: FileStat): void {
  if (repository.isCounted) collector.countFile(stat);
}

/** A link that is not healthy: damage, a legal oddity, or a write in progress. */
function doubtLink(
  collector: Collector,
  directory: LinkDirectory,
  stat: FileStat,
  content: Buffer | undefined,
): void {
  const { place, repository, algorithm, name } = directory;
  const path = `${directory.path}/link`;
  const named = Buffer.from(`${algorithm}:${name}`, 'latin1').toString();
  const odd = oddLink(directory, path, named, stat, content);
  const facts: Fact[] = [odd];
  const fault = faultOf(odd, place, named, stat);
  if (fault !== undefined) {
    facts.push({ fact: 'problem', ...fault, path, repository: repository.name, digest: named });
  }
  collector.doubt({
    look: secondLook(directory),
    facts,
    modifiedAt: stat.modifiedAt,
    evidence: `${stat.inode}:${stat.bytes}:${stat.modifiedAt}:${content?.toString('latin1')}`,
  });
}

function oddLink(
  { place, repository, tag }: Pick<LinkDirectory, 'place' | 'repository' | 'tag'>,
  path: ByteString,
  directory: string | undefined,
  stat: FileStat,
  content: Buffer | undefined,
): OddLinkFact {
  const reading = content === undefined ? undefined : readLinkContent(content);
  return {
    fact: 'odd-link',
    place,
    repository: repository.name,
    path,
    directory,
    ...(tag !== undefined && { tag }),
    target: reading !== undefined && 'target' in reading ? reading.target : undefined,
    content: content === undefined ? undefined : Uint8Array.from(content),
    modifiedAt: stat.modifiedAt,
  };
}

/** What is wrong with a link. A sha512 layer link that says a sha256 digest is how the registry makes them. */
function faultOf(odd: OddLinkFact, place: LinkPlace, named: string, stat: FileStat) {
  if (odd.content === undefined) return { code: 'link-not-a-file', detail: stat.kind } as const;
  if (odd.target === undefined) {
    const reading = readLinkContent(odd.content);
    const fault = 'fault' in reading ? reading.fault : '';
    const code: ProblemCode = fault === 'empty' ? 'link-empty' : 'link-malformed';
    return { code, detail: fault };
  }
  if (odd.target === named) return undefined;
  const isAlias = place === 'layer' && !named.startsWith('sha256:') && odd.target.startsWith('sha256:');
  return isAlias ? undefined : ({ code: 'link-mismatch', detail: odd.target } as const);
}

function secondLook(directory: LinkDirectory): SecondLook {
  const { place, repository, algorithm, name, tag } = directory;
  if (place === 'tag-history') return { of: 'history', repository, tag: tag as ByteString, algorithm, name };
  return { of: place === 'layer' ? 'layer' : 'revision', repository, algorithm, name };
}

function readBesideLink(collector: Collector, directory: LinkDirectory): void {
  for (const entry of collector.list(directory.path, directory.place === 'revision')) {
    if (entry.name !== 'link') readMisplaced(collector, directory, `${directory.path}/${entry.name}`);
    else if (entry.kind === 'directory') readMisplaced(collector, directory, `${directory.path}/link`);
  }
}

/** A collector reads every file named `link` under `revisions/` and `_layers/`, at any depth: each is told on its own. */
function readMisplaced(
  collector: Collector,
  within: Pick<LinkDirectory, 'place' | 'repository' | 'tag'>,
  path: ByteString,
): void {
  const { isCounted } = within.repository;
  // The history of a tag is read by no collector.
  if (within.place === 'tag-history') return readStray(collector, path, { isCounted });
  const tell = (at: ByteString) => readMisplacedLink(collector, within, at);
  const isNamedLink = path.endsWith('/link');
  const stat = isNamedLink ? collector.attempt(path, false, () => collector.fs.look(path)) : undefined;
  if (stat?.kind === 'file') tell(path);
  else readStray(collector, path, { isCounted, apart: { name: 'link', tell } });
}

function readMisplacedLink(
  collector: Collector,
  within: Pick<LinkDirectory, 'place' | 'repository'>,
  path: ByteString,
): void {
  const link = collector.attempt(path, within.place === 'revision', () => collector.fs.readLink(path));
  if (link === undefined) return;
  if (within.repository.isCounted) collector.countFile(link.stat);
  collector.add(oddLink(within, path, undefined, link.stat, link.content));
  collector.problem({ code: 'link-misplaced', path, repository: within.repository.name });
}
