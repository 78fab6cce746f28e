import { findBlobs, type NaiveBlobs, type NaiveReading, readingOf } from '../naive-blobs.ts';
import { contentOf, entriesOf, exists, isDirectory, isFile, isSymlink, writtenAt } from '../naive-disk.ts';
import { naiveReferences } from '../naive-manifest.ts';
import { isDigest } from '../naive-repository.ts';

/** A tag that says a digest, and when it was pushed, in milliseconds. */
export interface ModelTag {
  readonly name: string;
  readonly target: string;
  readonly time: number;
}

/** A repository as its files say it. */
export interface ModelRepository {
  readonly name: string;
  readonly hasLayers: boolean;
  readonly hasManifests: boolean;
  /** By the digest of the directory a link stands in. */
  readonly revisions: ReadonlyMap<string, { readonly says: string; readonly time: number }>;
  /** True where a link of revisions/ stands where none belongs. */
  readonly hasStrayRevisions: boolean;
  readonly tags: readonly ModelTag[];
  /** True where something in tags/ makes a DELETE answer 500. */
  readonly refuses: boolean;
  /** By tag and digest, the time of the link of its history. */
  readonly histories: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By the digest of the directory, what the link says. */
  readonly layerLinks: ReadonlyMap<string, string>;
}

/** What a blob is that is read as a manifest. */
interface ModelManifest {
  readonly kind: 'index' | 'image' | 'unparsable';
  /** Manifests that an index lists. */
  readonly children: readonly string[];
  readonly config: string | undefined;
  /** Config and layers of an image. */
  readonly parts: readonly string[];
  readonly subject: string | undefined;
}

/** A volume, and what is asked of it. */
export interface ModelVolume {
  readonly repositories: readonly ModelRepository[];
  readonly blobs: NaiveBlobs;
  /** What a blob is as a manifest; undefined where it is not there, or nothing leads to it as to a manifest. */
  readonly manifest: (digest: string) => ModelManifest | undefined;
  /** True where bytes that are no manifest stand where something says that a manifest is. */
  readonly isDamaged: (digest: string) => boolean;
}

/** Reads a volume from its directory. */
export function readModelVolume(directory: string): ModelVolume {
  const top = `${directory}/docker/registry/v2`;
  const blobs = findBlobs(`${top}/blobs`);
  return volumeOf(search(`${top}/repositories`, ''), blobs);
}

/** A volume of some repositories and blobs. */
export function volumeOf(repositories: readonly ModelRepository[], blobs: NaiveBlobs): ModelVolume {
  const roots = repositories.flatMap(({ tags, revisions }) => [
    ...tags.map(({ target }) => target),
    ...[...revisions].flatMap(([digest, { says }]) => [digest, says].filter(isDigest)),
  ]);
  const reading = readingOf(roots, blobs, []);
  const known = new Map<string, ModelManifest | undefined>();
  const manifest = (digest: string) => {
    if (!known.has(digest)) known.set(digest, readManifest(digest, blobs, reading));
    return known.get(digest);
  };
  const isDamaged = (digest: string) =>
    reading.get(digest) === 'linked' && manifest(digest)?.kind === 'unparsable';
  return { repositories, blobs, manifest, isDamaged };
}

function readManifest(digest: string, blobs: NaiveBlobs, reading: NaiveReading): ModelManifest | undefined {
  const file = blobs.get(digest);
  if (file === undefined || !reading.has(digest)) return undefined;
  const content = contentOf(file.path);
  const references = naiveReferences(content);
  const nothing = { children: [], config: undefined, parts: [], subject: undefined };
  if (references === undefined) return { ...nothing, kind: 'unparsable' };
  const named: unknown = JSON.parse(content.toString('utf8')).subject?.digest;
  const subject = typeof named === 'string' && isDigest(named) ? named : undefined;
  if (references.blobs.length === 0)
    return { ...nothing, kind: 'index', children: references.manifests, subject };
  const [config] = references.blobs;
  return { kind: 'image', children: [], config, parts: references.blobs, subject };
}

function search(directory: string, name: string): ModelRepository[] {
  const below = entriesOf(directory)
    .filter((entry) => !entry.startsWith('_') && isDirectory(`${directory}/${entry}`))
    .flatMap((entry) => search(`${directory}/${entry}`, name === '' ? entry : `${name}/${entry}`));
  const isRepository = ['_manifests', '_layers', '_uploads'].some((part) => exists(`${directory}/${part}`));
  return isRepository ? [readRepository(directory, name), ...below] : below;
}

function readRepository(directory: string, name: string): ModelRepository {
  const tags = `${directory}/_manifests/tags`;
  const entries = entriesOf(tags);
  const revisions = linksBelow(`${directory}/_manifests/revisions`);
  const inPlace = revisions.filter(({ place }) => isDigest(place));
  return {
    name,
    hasLayers: exists(`${directory}/_layers`),
    hasManifests: exists(`${directory}/_manifests`),
    revisions: new Map(inPlace.map(({ place, says, time }) => [place, { says, time }])),
    hasStrayRevisions: inPlace.length < revisions.length,
    tags: entries.flatMap((entry) => readTag(`${tags}/${entry}`, entry) ?? []),
    refuses: entries.some((entry) => !/^[\w.-]+$/.test(entry) || isRefused(`${tags}/${entry}`)),
    histories: new Map(entries.map((entry) => [entry, readHistory(`${tags}/${entry}/index`)])),
    layerLinks: new Map(linksBelow(`${directory}/_layers`).map(({ place, says }) => [place, says])),
  };
}

function readTag(path: string, name: string): ModelTag | undefined {
  const link = `${path}/current/link`;
  if (!isFile(link)) return undefined;
  const target = contentOf(link).toString('latin1');
  return isDigest(target) ? { name, target, time: writtenAt(link) } : undefined;
}

/** An entry of tags/ over which a registry stumbles. */
function isRefused(path: string): boolean {
  if (!isDirectory(path)) return !isSymlink(path) || exists(path);
  const link = `${path}/current/link`;
  if (!exists(link)) return false;
  return !isFile(link) || !isDigest(contentOf(link).toString('latin1'));
}

function readHistory(directory: string): Map<string, number> {
  const links = linksBelow(directory).filter(({ place }) => isDigest(place));
  return new Map(links.map(({ place, time }) => [place, time]));
}

/** All files named `link` below a directory; `place` is the digest of the directory that it stands in. */
function linksBelow(
  directory: string,
  names: readonly string[] = [],
): Array<{ place: string; says: string; time: number }> {
  return entriesOf(directory).flatMap((entry) => {
    const path = `${directory}/${entry}`;
    if (isDirectory(path)) return linksBelow(path, [...names, entry]);
    if (entry !== 'link' || !isFile(path)) return [];
    return [{ place: names.join(':'), says: contentOf(path).toString('latin1'), time: writtenAt(path) }];
  });
}
