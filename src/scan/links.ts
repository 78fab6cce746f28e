import type { LinkRows } from '../facts/rows/link-rows.ts';
import type { Fact, LinkPlace, OddLinkFact, ProblemCode } from '../facts/told.ts';
import type { ByteString } from '../registry/byte-string.ts';
import { isDigestHex } from '../registry/digest.ts';
import { linkLength } from '../registry/layout.ts';
import { isAlias, readLinkContent } from '../registry/link.ts';
import type { Entry, FileStat } from '../volume/file-stat.ts';
import { doubtAbsentLink } from './doubts/absences.ts';
import type { SecondLook } from './doubts/doubt.ts';
import { behind, type TreeDirectory } from './found.ts';
import type { Gatherer } from './gatherer.ts';
import { knownHistory } from './rescan/known-history.ts';
import { readStray } from './strays.ts';

/** Where links stand. */
export interface LinkHome {
  readonly place: LinkPlace;
  readonly repository: TreeDirectory;
  /** Set for `tag-history`. */
  readonly tag?: ByteString;
}

/** The same home, for what lies behind an entry. */
export function homeBehind(home: LinkHome, entry: Pick<Entry, 'symlink'>): LinkHome {
  return entry.symlink === 'inside' ? { ...home, repository: behind(home.repository, entry) } : home;
}

/** Reads the directories `<alg>/<hex>` below `top`, as they stand in `revisions/`, `_layers/` and a tag's `index/`. */
export function readLinkDirectories(
  gatherer: Gatherer,
  home: LinkHome,
  top: ByteString,
  rows: LinkRows,
): void {
  for (const entry of gatherer.list(top, home.place === 'revision')) {
    const algorithm = entry.name;
    const path = `${top}/${algorithm}`;
    if (entry.kind === 'directory')
      readAlgorithmDirectory(gatherer, homeBehind(home, entry), path, algorithm, rows);
    else readMisplaced(gatherer, home, path);
  }
}

/** Reads the links to digests of one algorithm; tells how many entries the directory has. */
export function readAlgorithmDirectory(
  gatherer: Gatherer,
  home: LinkHome,
  path: ByteString,
  algorithm: string,
  rows: LinkRows,
): number {
  const read = (entry: Entry) => {
    const { name, kind } = entry;
    if (kind === 'directory')
      readLinkDirectory(gatherer, homeBehind(home, entry), `${path}/${name}`, algorithm, name, rows);
    else readMisplaced(gatherer, home, `${path}/${name}`);
  };
  if (home.tag === undefined) return gatherer.forEach(path, home.place === 'revision', read);
  const entries = knownHistory(gatherer, home.tag, path) ?? gatherer.list(path, false);
  for (const entry of entries) read(entry);
  return entries.length;
}

/**
 * Reads the one link that belongs in the directory `<alg>/<name>`. That of a layer is only stat'ed where it has the
 * length of a healthy one; those of revisions and tags are always read, because they decide what is referenced.
 */
export function readLinkDirectory(
  gatherer: Gatherer,
  home: LinkHome,
  directory: ByteString,
  algorithm: string,
  name: ByteString,
  rows: LinkRows,
): void {
  const isLayer = home.place === 'layer';
  const readsEvery = gatherer.rules.readEveryLink;
  const isNamedForDigest = isDigestHex(algorithm, name);
  const path = `${directory}/link`;
  if (
    isLayer &&
    !readsEvery &&
    isNamedForDigest &&
    statLayerLink(gatherer, home, path, algorithm, name, rows)
  )
    return;
  const digest = `${algorithm}:${name}`;
  const link = gatherer.attempt(path, !isLayer, () => gatherer.readLink(path, digest));
  if (link !== undefined) {
    gatherer.noteSymlink(path, link.stat, !isLayer);
    countLink(gatherer, home, link.stat);
    if (isNamedForDigest && link.content === digest) {
      if (gatherer.tellsLinks) rows.push(algorithm, name, link.stat.modifiedAt);
      gatherer.seen.add(placeIn(home), name, link.stat);
    } else doubtLink(gatherer, { ...home, path: directory, algorithm, name }, link.stat, link.content);
  } else if (isNamedForDigest && home.tag === undefined) {
    doubtAbsentLink(gatherer, secondLook({ ...home, path: directory, algorithm, name }), directory);
  }
  const isUsual = link !== undefined && !readsEvery;
  // Old schema 1 revisions have links in `signatures/`, which collectors read.
  if (isUsual && (home.place !== 'revision' || countDirectories(gatherer, directory) === 0)) return;
  readBesideLink(gatherer, home, directory);
}

/** What tells links to the same digest apart in a fingerprint. */
function placeIn({ place, tag }: LinkHome): string {
  return tag === undefined ? place : `${place} ${tag}`;
}

/** The directory `<alg>/<name>` of a link. */
interface LinkDirectory extends LinkHome {
  readonly path: ByteString;
  readonly algorithm: string;
  readonly name: ByteString;
}

/**
 * How many directories stand in a directory: each adds a link to its own two, which costs half as much to see as
 * listing it. File systems that do not keep the count (btrfs) say something that is never right.
 */
export function countDirectories(gatherer: Gatherer, path: ByteString): number | undefined {
  const stat = gatherer.attempt(path, true, () => gatherer.fs.look(path));
  return stat?.kind === 'directory' ? stat.hardLinks - 2 : undefined;
}

function statLayerLink(
  gatherer: Gatherer,
  home: LinkHome,
  path: ByteString,
  algorithm: string,
  hex: ByteString,
  rows: LinkRows,
): boolean {
  if (algorithm !== 'sha256') return false;
  const stat = gatherer.attempt(path, false, () => gatherer.fs.look(path));
  if (stat?.kind !== 'file' || stat.symlink !== undefined || stat.bytes !== SHA256_LINK_BYTES) return false;
  countLink(gatherer, home, stat);
  if (gatherer.tellsLinks) rows.push(algorithm, hex, stat.modifiedAt);
  gatherer.seen.add('layer', hex, stat);
  return true;
}

const SHA256_LINK_BYTES = linkLength('sha256');

function countLink(gatherer: Gatherer, { repository }: LinkHome, stat: FileStat): void {
  if (repository.isCounted) gatherer.countFile(stat);
}

/** A link that is not healthy: damage, a legal oddity, or a write in progress. */
function doubtLink(
  gatherer: Gatherer,
  directory: LinkDirectory,
  stat: FileStat,
  content: ByteString | undefined,
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
  gatherer.doubt({
    look: secondLook(directory),
    facts,
    modifiedAt: stat.modifiedAt,
    evidence: `${stat.inode}:${stat.bytes}:${stat.modifiedAt}:${content}`,
  });
}

function oddLink(
  { place, repository, tag }: LinkHome,
  path: ByteString,
  directory: string | undefined,
  stat: FileStat,
  text: ByteString | undefined,
): OddLinkFact {
  const content = text === undefined ? undefined : new Uint8Array(Buffer.from(text, 'latin1'));
  const reading = content === undefined ? undefined : readLinkContent(content);
  return {
    fact: 'odd-link',
    place,
    repository: repository.name,
    path,
    directory,
    ...(tag !== undefined && { tag }),
    target: reading !== undefined && 'target' in reading ? reading.target : undefined,
    content,
    modifiedAt: stat.modifiedAt,
  };
}

/**
 * What is wrong with a link. A sha512 layer link that says a sha256 digest is how the registry makes them; nothing is
 * known of one that was not followed.
 */
function faultOf(odd: OddLinkFact, place: LinkPlace, named: string, stat: FileStat) {
  if (stat.kind === 'not-followed') return undefined;
  if (odd.content === undefined) return { code: 'link-not-a-file', detail: stat.kind } as const;
  if (odd.target === undefined) {
    const reading = readLinkContent(odd.content);
    const fault = 'fault' in reading ? reading.fault : '';
    const code: ProblemCode = fault === 'empty' ? 'link-empty' : 'link-malformed';
    return { code, detail: fault };
  }
  if (odd.target === named) return undefined;
  if (place === 'layer' && isAlias(named, odd.target)) return undefined;
  return { code: 'link-mismatch', detail: odd.target } as const;
}

function secondLook(directory: LinkDirectory): SecondLook {
  const { place, repository, algorithm, name, tag } = directory;
  if (place === 'tag-history') return { of: 'history', repository, tag: tag as ByteString, algorithm, name };
  return { of: place === 'layer' ? 'layer' : 'revision', repository, algorithm, name };
}

function readBesideLink(gatherer: Gatherer, home: LinkHome, directory: ByteString): void {
  for (const { name, kind } of gatherer.list(directory, home.place === 'revision')) {
    if (name !== 'link' || kind === 'directory') readMisplaced(gatherer, home, `${directory}/${name}`);
  }
}

/** A collector reads every file named `link` under `revisions/` and `_layers/`, at any depth: each is told on its own. */
function readMisplaced(gatherer: Gatherer, home: LinkHome, path: ByteString): void {
  const { isCounted } = home.repository;
  // The history of a tag is read by no collector.
  if (home.place === 'tag-history') return readStray(gatherer, path, { isCounted });
  const tell = (at: ByteString) => readMisplacedLink(gatherer, home, at);
  const isNamedLink = path.endsWith('/link');
  const stat = isNamedLink ? gatherer.attempt(path, false, () => gatherer.fs.look(path)) : undefined;
  if (stat?.kind === 'file') tell(path);
  else readStray(gatherer, path, { isCounted, apart: { name: 'link', tell } });
}

function readMisplacedLink(gatherer: Gatherer, home: LinkHome, path: ByteString): void {
  const link = gatherer.attempt(path, home.place === 'revision', () => gatherer.fs.readLink(path));
  if (link === undefined) return;
  countLink(gatherer, home, link.stat);
  gatherer.add(oddLink(home, path, undefined, link.stat, link.content));
  gatherer.problem({ code: 'link-misplaced', path, repository: home.repository.name });
}
