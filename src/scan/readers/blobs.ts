import { posix } from 'node:path';
import { BlobRows } from '../../facts/rows/blob-rows.ts';
import type { FileName } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { DIGEST_BYTES, isDigestHex } from '../../registry/digest.ts';
import { EMPTY_BLOB_HEX } from '../../registry/empty-blob.ts';
import { BLOBS, blobDataPath } from '../../registry/layout.ts';
import { type Entry, type FileStat, identityOf } from '../../volume/file-stat.ts';
import { type Gatherer, UNREAD } from '../gatherer.ts';
import { readStray } from './strays.ts';
import { blobNotAFile } from './symlink-problem.ts';

/** A directory that holds the blobs whose hex begins with the same two digits. */
export interface BlobPrefix {
  readonly algorithm: string;
  readonly prefix: string;
  /** False where it is a symlink to another such directory: what does not belong here counts there. */
  readonly isCounted: boolean;
}

const PREFIX = /^[0-9a-f]{2}$/;

/** Finds the prefix directories; whatever else lies in `blobs/` is stray. */
export function findPrefixes(gatherer: Gatherer): BlobPrefix[] {
  const found: BlobPrefix[] = [];
  const isAlgorithm = ({ kind, name }: Entry) => kind === 'directory' && Object.hasOwn(DIGEST_BYTES, name);
  for (const [entry, isTold] of listWithTwins(gatherer, BLOBS, isAlgorithm)) {
    const path = `${BLOBS}/${entry.name}`;
    if (!isAlgorithm(entry)) {
      readMisplaced(gatherer, path, entry);
      continue;
    }
    const isPrefix = ({ kind, name }: Entry) => kind === 'directory' && PREFIX.test(name);
    for (const [inner, isInnerTold] of listWithTwins(gatherer, path, isPrefix)) {
      const isCounted = !isTold && !isInnerTold;
      if (isPrefix(inner)) {
        found.push({ algorithm: entry.name, prefix: inner.name, isCounted });
      } else readMisplaced(gatherer, `${path}/${inner.name}`, inner, !isTold);
    }
  }
  return found;
}

/** The entries of a directory; each with true where it is `isOurs`, and a symlink to another that is. */
function listWithTwins(
  gatherer: Gatherer,
  directory: ByteString,
  isOurs: (entry: Entry) => boolean,
): Array<readonly [Entry, isTold: boolean]> {
  const entries = gatherer.list(directory, 'references');
  if (!entries.some((entry) => entry.symlink !== undefined && isOurs(entry)))
    return entries.map((entry) => [entry, false] as const);
  const told = new Set<string>();
  const byPlace = [...entries].sort(
    (a, b) => Number(a.symlink !== undefined) - Number(b.symlink !== undefined),
  );
  return byPlace.map((entry) => {
    const path = `${directory}/${entry.name}`;
    const stat = isOurs(entry) ? gatherer.lookAtNamed(path, 'references') : undefined;
    if (stat === undefined) return [entry, false] as const;
    const isTold = told.has(identityOf(stat));
    told.add(identityOf(stat));
    return [entry, isTold] as const;
  });
}

/** The path of a directory of blobs. */
export function prefixPath({ algorithm, prefix }: Pick<BlobPrefix, 'algorithm' | 'prefix'>): ByteString {
  return `${BLOBS}/${algorithm}/${prefix}`;
}

/**
 * Stats every blob of a directory: one stat each, the directory of a blob is listed only where `data` is missing. Where
 * all are as the last scan saw them, only that is told.
 */
export function readPrefix(gatherer: Gatherer, of: BlobPrefix, lastFingerprint?: number): void {
  const path = prefixPath(of);
  const rows = new BlobRows();
  gatherer.begin();
  // Blobs of other algorithms are rare, and files with another name may count elsewhere: they are always told.
  if (of.algorithm !== 'sha256') gatherer.noteUnusual();
  readPrefixEntries(gatherer, of, rows);
  if (rows.haveOtherNames) gatherer.noteUnusual();
  const seen = gatherer.end(path);
  const isSame = seen.fingerprint !== undefined && seen.fingerprint === lastFingerprint;
  gatherer.add(isSame ? { fact: 'same-prefix', path, blobs: rows.count } : rows.finish(seen));
}

function readPrefixEntries(gatherer: Gatherer, of: BlobPrefix, rows: BlobRows): void {
  const { algorithm, prefix, isCounted } = of;
  const directory = prefixPath(of);
  gatherer.forEach(directory, 'references', (entry) => {
    const { name, kind, symlink } = entry;
    const isBlob = kind === 'directory' && name.startsWith(prefix) && isDigestHex(algorithm, name);
    if (isBlob)
      readBlob(gatherer, { algorithm, hex: name, isSymlink: symlink !== undefined, isNamed: true }, rows);
    else readMisplaced(gatherer, `${directory}/${name}`, entry, isCounted);
  });
}

/** The directory of one blob. */
interface BlobPlace {
  readonly algorithm: string;
  readonly hex: string;
  /** Set where the directory is a symlink: then the file stays where that is removed. */
  readonly isSymlink?: boolean;
  /** Set where it was met in a listing. */
  readonly isNamed?: boolean;
}

/** Looks at one blob. `rows` takes it where there are bytes. Returns false where nothing stands in its place. */
export function readBlob(gatherer: Gatherer, place: BlobPlace, rows: BlobRows): boolean {
  const { algorithm, hex } = place;
  const path = blobDataPath(algorithm, hex);
  const stat = gatherer.tryTo(path, 'references', () => lookAtBlob(gatherer, place, path));
  if (stat === UNREAD) return true;
  if (stat === NO_DIRECTORY) return false;
  if (stat?.kind === 'file') {
    gatherer.see(stat.modifiedAt);
    if (stat.symlink === 'outside') gatherer.problem({ code: 'symlink-outside', path });
    if (stat.bytes === 0 && EMPTY_BLOB_HEX[algorithm] !== hex) doubtEmptyBlob(gatherer, algorithm, hex, stat);
    else {
      rows.push(algorithm, hex, stat, otherwiseNamed(place, stat));
      gatherer.seen.add('blob', hex, stat);
    }
    if (!gatherer.rules.readEveryLink) return true;
  } else if (stat !== undefined) {
    gatherer.problem(blobNotAFile(path, `${algorithm}:${hex}`, stat.kind));
  }
  const directory = path.slice(0, -'/data'.length);
  readBesideData(gatherer, directory, stat);
  if (stat === undefined) doubtEmptyDirectory(gatherer, algorithm, hex, directory);
  return stat !== undefined;
}

/** In place of a blob of which there is not even a directory. */
const NO_DIRECTORY = Symbol('no directory');

/** Of those that were not listed and that something refers to many are not there: what names them is not asked then. */
function lookAtBlob(gatherer: Gatherer, { isNamed = false }: BlobPlace, path: ByteString) {
  const look = () => gatherer.fs.look(path);
  if (isNamed) return gatherer.named(path, look);
  const stat = look();
  if (stat !== undefined) return stat;
  return gatherer.fs.look(posix.dirname(path)) === undefined ? NO_DIRECTORY : gatherer.named(path, look);
}

/** How a file that may have other names is named here; undefined where this is the only one. */
function otherwiseNamed({ isSymlink = false }: BlobPlace, stat: FileStat): FileName | undefined {
  const isEntry = !isSymlink && stat.symlink === undefined;
  if (stat.hardLinks <= 1 && isEntry) return undefined;
  return { file: identityOf(stat), links: stat.hardLinks, isEntry };
}

/** A directory without a blob: a collection was killed, or a push is about to move the blob into it. */
function doubtEmptyDirectory(
  gatherer: Gatherer,
  algorithm: string,
  hex: string,
  directory: ByteString,
): void {
  const stat = gatherer.look(directory, 'bytes');
  if (stat?.kind !== 'directory' || gatherer.tryToList(directory, 'bytes')?.length !== 0) return;
  gatherer.doubt({
    look: { of: 'blob', algorithm, hex },
    facts: [
      { fact: 'problem', code: 'blob-directory-empty', path: directory, digest: `${algorithm}:${hex}` },
    ],
    modifiedAt: stat.modifiedAt,
    evidence: `${stat.inode}:${stat.modifiedAt}`,
  });
}

/** A blob without bytes is damage, or a manifest that registry 3.0 or older is just writing in place. */
function doubtEmptyBlob(gatherer: Gatherer, algorithm: string, hex: string, stat: FileStat): void {
  const row = new BlobRows();
  row.push(algorithm, hex, stat, otherwiseNamed({ algorithm, hex }, stat));
  const path = blobDataPath(algorithm, hex);
  gatherer.doubt({
    look: { of: 'blob', algorithm, hex },
    facts: [row.finish(), { fact: 'problem', code: 'blob-empty', path, digest: `${algorithm}:${hex}` }],
    modifiedAt: stat.modifiedAt,
    evidence: `${stat.inode}:${stat.bytes}:${stat.modifiedAt}`,
  });
}

function readBesideData(gatherer: Gatherer, directory: ByteString, data: FileStat | undefined): void {
  for (const entry of gatherer.list(directory, 'bytes')) {
    if (entry.name === 'data' && data?.kind !== 'directory') continue;
    readMisplaced(gatherer, `${directory}/${entry.name}`, entry);
  }
}

/** A collector takes every regular file named `data`, wherever it stands, for a blob: each is told on its own. */
function readMisplaced(gatherer: Gatherer, path: ByteString, { name, kind }: Entry, isCounted = true): void {
  const tell = (at: ByteString) => readStray(gatherer, at, { code: 'blob-misplaced', isCounted });
  if (name === 'data' && kind === 'file') tell(path);
  else readStray(gatherer, path, { isCounted, apart: { name: 'data', tell } });
}
