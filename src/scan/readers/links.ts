import type { LinkRows } from '../../facts/rows/link-rows.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { isDigestHex } from '../../registry/digest.ts';
import { linkLength } from '../../registry/layout.ts';
import type { Entry } from '../../volume/file-stat.ts';
import { doubtAbsentLink } from '../doubts/absences.ts';
import type { Gatherer } from '../gatherer.ts';
import type { Loss } from '../reading-rules.ts';
import { knownHistory } from '../rescan/known-history.ts';
import { homeBehind, type LinkDirectory, type LinkHome, linkHomePath, lossOfLinks } from './link-place.ts';
import { doubtOddLink, linkLook } from './odd-links.ts';
import { readStrayBesideLinks } from './stray-links.ts';

/** Reads all links of a home. */
export function readLinks(gatherer: Gatherer, home: LinkHome, rows: LinkRows): void {
  const top = linkHomePath(home);
  for (const entry of gatherer.list(top, lossOfLinks(home))) {
    const { name, kind } = entry;
    if (kind === 'directory') readLinksOf(gatherer, homeBehind(home, entry), name, rows);
    else readStrayBesideLinks(gatherer, home, `${top}/${name}`);
  }
}

/** Reads the links to digests of one algorithm; tells how many entries the directory has. */
export function readLinksOf(gatherer: Gatherer, home: LinkHome, algorithm: string, rows: LinkRows): number {
  const top = `${linkHomePath(home)}/${algorithm}`;
  const read = (entry: Entry) => {
    const { name, kind } = entry;
    const path = `${top}/${name}`;
    if (kind === 'directory')
      readLink(gatherer, { home: homeBehind(home, entry), algorithm, name, path }, rows);
    else readStrayBesideLinks(gatherer, home, path);
  };
  if (home.tag === undefined) return gatherer.forEach(top, lossOfLinks(home), read);
  const entries = knownHistory(gatherer, home.tag, top) ?? gatherer.list(top, 'bytes');
  for (const entry of entries) read(entry);
  return entries.length;
}

/**
 * Reads the one link that belongs in a directory. That of a layer is only stat'ed where it has the length of a healthy
 * one; those of revisions and tags are always read, because they decide what is referenced.
 */
export function readLink(gatherer: Gatherer, directory: LinkDirectory, rows: LinkRows): void {
  const { home, algorithm, name } = directory;
  const readsEvery = gatherer.rules.readEveryLink;
  const isNamedForDigest = isDigestHex(algorithm, name);
  if (isNamedForDigest && !readsEvery && statLayerLink(gatherer, directory, rows)) return;
  const path = `${directory.path}/link`;
  const loss: Loss = home.place === 'layer' ? 'bytes' : 'references';
  const digest = `${algorithm}:${name}`;
  const link = gatherer.attempt(path, loss, () =>
    gatherer.named(path, () => gatherer.readLink(path, digest)),
  );
  if (link !== undefined) {
    gatherer.noteSymlink(path, link.stat, loss);
    if (home.repository.isCounted) gatherer.countFile(link.stat);
    if (isNamedForDigest && link.content === digest) {
      if (gatherer.tellsLinks) rows.push(algorithm, name, link.stat.modifiedAt);
      gatherer.seen.add(kindInFingerprint(home), name, link.stat);
    } else doubtOddLink(gatherer, directory, link);
  } else if (isNamedForDigest && home.tag === undefined) {
    doubtAbsentLink(gatherer, linkLook(directory), directory.path);
  }
  const isEnough = link !== undefined && !readsEvery;
  // Old schema 1 revisions have links in `signatures/`, which collectors read.
  if (isEnough && (home.place !== 'revision' || countDirectories(gatherer, directory.path) === 0)) return;
  readBesideLink(gatherer, directory);
}

/** What tells links to the same digest apart in a fingerprint. */
function kindInFingerprint({ place, tag }: LinkHome): string {
  return tag === undefined ? place : `${place} ${tag}`;
}

/**
 * How many directories stand in a directory: each adds a link to its own two, which costs half as much to see as
 * listing it. File systems that do not keep the count (btrfs) say something that is never right.
 */
export function countDirectories(gatherer: Gatherer, path: ByteString): number | undefined {
  const stat = gatherer.look(path, 'references');
  return stat?.kind === 'directory' ? stat.hardLinks - 2 : undefined;
}

const SHA256_LINK_BYTES = linkLength('sha256');

/** Takes a layer link for healthy by its length; false where it is another, or has another length. */
function statLayerLink(gatherer: Gatherer, directory: LinkDirectory, rows: LinkRows): boolean {
  const { home, algorithm, name } = directory;
  if (home.place !== 'layer' || algorithm !== 'sha256') return false;
  const stat = gatherer.look(`${directory.path}/link`, 'bytes');
  if (stat?.kind !== 'file' || stat.symlink !== undefined || stat.bytes !== SHA256_LINK_BYTES) return false;
  if (home.repository.isCounted) gatherer.countFile(stat);
  if (gatherer.tellsLinks) rows.push(algorithm, name, stat.modifiedAt);
  gatherer.seen.add('layer', name, stat);
  return true;
}

function readBesideLink(gatherer: Gatherer, { home, path }: LinkDirectory): void {
  for (const { name, kind } of gatherer.list(path, lossOfLinks(home))) {
    if (name !== 'link' || kind === 'directory') readStrayBesideLinks(gatherer, home, `${path}/${name}`);
  }
}

/** Tells of the healthy links of a home that were read. */
export function tellLinks(gatherer: Gatherer, { place, repository, tag }: LinkHome, rows: LinkRows): void {
  if (rows.digests.count === 0) return;
  if (tag === undefined) {
    gatherer.add(rows.toFact(place === 'layer' ? 'layer-links' : 'revisions', repository.name));
  } else {
    gatherer.add({ fact: 'tag-history', repository: repository.name, tag, ...rows.finish() });
  }
}
