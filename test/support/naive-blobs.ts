import { contentOf, entriesOf, identityOf, isFile, isSymlink, lengthOf, namesOf } from './naive-disk.ts';
import { digestsMentioned, naiveReferences } from './naive-manifest.ts';
import { isDigest } from './naive-repository.ts';

const LARGEST_MANIFEST = 4 * 1024 * 1024;

/** A file that is counted. */
export interface NaiveFile {
  path: string;
  identity: string;
  bytes: number;
}

/** Each blob's `data` file, by digest. */
export type NaiveBlobs = Map<string, NaiveFile>;

/**
 * The files that stay when every blob's directory is removed: they have a name elsewhere, or a blob is but a symlink to
 * them.
 */
export function keptFiles(blobs: NaiveBlobs): Set<string> {
  const all = [...blobs.values()];
  const isOwn = ({ path }: NaiveFile) => !isSymlink(path) && !isSymlink(path.replace(/\/data$/, ''));
  const own = (identity: string) => all.filter((blob) => blob.identity === identity && isOwn(blob)).length;
  const kept = all.filter(({ path, identity }) => own(identity) === 0 || namesOf(path) > own(identity));
  return new Set(kept.map(({ identity }) => identity));
}

/** All blobs under a directory: a `data` in any other place is none. */
export function findBlobs(directory: string): NaiveBlobs {
  const blobs: NaiveBlobs = new Map();
  for (const algorithm of entriesOf(directory)) {
    for (const prefix of entriesOf(`${directory}/${algorithm}`)) {
      for (const hex of entriesOf(`${directory}/${algorithm}/${prefix}`)) {
        const data = `${directory}/${algorithm}/${prefix}/${hex}/data`;
        const inPlace = hex.slice(0, 2) === prefix && isDigest(`${algorithm}:${hex}`);
        if (inPlace && isFile(data)) blobs.set(`${algorithm}:${hex}`, fileAt(data));
      }
    }
  }
  return blobs;
}

/** Each name of a blob that is not its own, and the digest under which that is kept. */
export type NaiveAliases = readonly (readonly [named: string, stored: string])[];

/**
 * How digests are read as manifests: as what a link or an index says must be one, or as what bytes that do not parse
 * merely mention, more likely a layer than a damaged manifest. What is in neither is not read.
 */
export type NaiveReading = ReadonlyMap<string, 'linked' | 'mentioned'>;

/** How each digest is read in a volume whose tags and revisions are `linked`. */
export function readingOf(linked: Iterable<string>, blobs: NaiveBlobs, aliases: NaiveAliases): NaiveReading {
  const reading = new Map<string, 'linked' | 'mentioned'>();
  const read = (digest: string, how: 'linked' | 'mentioned'): void => {
    if (reading.get(digest) === 'linked' || reading.get(digest) === how) return;
    reading.set(digest, how);
    for (const stored of storedAs(digest, aliases)) read(stored, how);
    const content = manifestBytes(digest, blobs);
    if (content === undefined) return;
    const references = naiveReferences(content);
    for (const child of references?.manifests ?? [])
      read(child, references?.opaque.includes(child) ? 'mentioned' : 'linked');
    if (references || how === 'mentioned') return;
    for (const mentioned of digestsMentioned(content)) read(mentioned, 'mentioned');
  };
  for (const digest of linked) read(digest, 'linked');
  return reading;
}

/**
 * Some manifests and all they reference, as digests, whether or not there are such blobs. What is read as a manifest
 * leads to what it references, also where it is referenced as a layer.
 */
export function closure(
  roots: Iterable<string>,
  blobs: NaiveBlobs,
  aliases: NaiveAliases,
  reading: NaiveReading,
): Set<string> {
  const reached = new Set<string>();
  const visit = (digest: string): void => {
    if (reached.has(digest)) return;
    reached.add(digest);
    storedAs(digest, aliases).forEach(visit);
    const content = reading.has(digest) ? manifestBytes(digest, blobs) : undefined;
    if (content === undefined) return;
    const references = naiveReferences(content);
    if (references) [...references.blobs, ...references.manifests].forEach(visit);
    else if (reading.get(digest) === 'linked') digestsMentioned(content).forEach(visit);
  };
  for (const digest of roots) visit(digest);
  return reached;
}

function storedAs(digest: string, aliases: NaiveAliases): string[] {
  return aliases.filter(([named]) => named === digest).map(([, stored]) => stored);
}

function manifestBytes(digest: string, blobs: NaiveBlobs): Buffer | undefined {
  const data = blobs.get(digest);
  return data === undefined || data.bytes > LARGEST_MANIFEST ? undefined : contentOf(data.path);
}

/** The lengths of the files behind some digests, each once even if two digests name one file. */
export function filesOf(digests: Iterable<string>, blobs: NaiveBlobs): Map<string, number> {
  return lengths([...digests].flatMap((digest) => blobs.get(digest) ?? []));
}

/** The lengths of some files, each once even if it has two names. */
export function lengths(files: readonly NaiveFile[]): Map<string, number> {
  return new Map(files.map(({ identity, bytes }) => [identity, bytes]));
}

/** The file at a path. */
export function fileAt(path: string): NaiveFile {
  return { path, identity: identityOf(path), bytes: lengthOf(path) };
}
