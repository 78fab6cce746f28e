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

/**
 * Some linked manifests and all they reference, as digests, whether or not there are such blobs. Each of `aliases` is
 * the name of a blob and the digest under which that is kept.
 */
export function closure(
  linked: Iterable<string>,
  blobs: NaiveBlobs,
  aliases: readonly (readonly [named: string, stored: string])[],
): Set<string> {
  const storedAs = (digest: string) =>
    aliases.filter(([named]) => named === digest).map(([, stored]) => stored);
  const reached = new Set<string>();
  const visited = new Set<string>();
  // A linked manifest that does not parse counts for all it mentions; a blob that is merely mentioned and does
  // not parse is more likely a layer than a damaged manifest.
  const visit = (digest: string, how: 'linked' | 'mentioned'): void => {
    if (visited.has(`${how} ${digest}`)) return;
    visited.add(`${how} ${digest}`);
    reached.add(digest);
    for (const stored of storedAs(digest)) visit(stored, how);
    const data = blobs.get(digest);
    if (data === undefined || data.bytes > LARGEST_MANIFEST) return;
    const content = contentOf(data.path);
    const references = naiveReferences(content);
    for (const blob of references?.blobs ?? [])
      for (const each of [blob, ...storedAs(blob)]) reached.add(each);
    for (const child of references?.manifests ?? []) visit(child, 'linked');
    if (references || how === 'mentioned') return;
    for (const mentioned of digestsMentioned(content)) visit(mentioned, 'mentioned');
  };
  for (const digest of linked) visit(digest, 'linked');
  return reached;
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
