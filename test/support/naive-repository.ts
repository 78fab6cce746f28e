import {
  contentOf,
  entriesOf,
  exists,
  filesUnder,
  identityOf,
  isDirectory,
  isFile,
  isSymlink,
  writtenAt,
} from './naive-disk.ts';

/** One repository as its files say it, before anything is counted. */
export interface NaiveRepository {
  /** Bytewise. */
  name: string;
  inCatalog: boolean;
  /** Every entry of `tags/`, which is what a registry lists; null where there is none, and it answers 404. */
  tagEntries: string[] | null;
  /** The entries that are directories, which is what `usage` counts. */
  tags: string[];
  tagTargets: string[];
  revisionLinks: number;
  revisionDigests: string[];
  layerDigests: string[];
  /** Layer links in the directory of another algorithm than sha256 that say a sha256: by the former, the latter. */
  aliases: [named: string, stored: string][];
  /** Each with its files, and when it began. */
  uploads: NaiveUpload[];
}

/** An upload that was not finished. */
interface NaiveUpload {
  path: string;
  files: string[];
  /** In milliseconds. */
  began: number;
}

/** All repositories under a directory, sorted by name. */
export function findRepositories(directory: string): NaiveRepository[] {
  return search(directory, '', []).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether a string is a digest as registries of today write it. */
export function isDigest(text: string): boolean {
  return /^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/.test(text);
}

function search(directory: string, name: string, above: readonly string[]): NaiveRepository[] {
  if (!isDirectory(directory) || above.includes(identityOf(directory))) return [];
  const inside = [...above, identityOf(directory)];
  const below = entriesOf(directory)
    .filter((entry) => !entry.startsWith('_'))
    .flatMap((entry) => search(`${directory}/${entry}`, name === '' ? entry : `${name}/${entry}`, inside));
  const markers = ['_manifests', '_layers', '_uploads'].filter((marker) => exists(`${directory}/${marker}`));
  return name !== '' && markers.length > 0 ? [read(directory, name), ...below] : below;
}

function read(directory: string, name: string): NaiveRepository {
  const tagsDirectory = `${directory}/_manifests/tags`;
  const tagEntries = isDirectory(tagsDirectory) ? entriesOf(tagsDirectory) : null;
  const tags = (tagEntries ?? []).filter((tag) => isDirectory(`${tagsDirectory}/${tag}`));
  const revisions = linksIn(`${directory}/_manifests/revisions`);
  const layers = linksIn(`${directory}/_layers`);
  return {
    name,
    inCatalog: exists(`${directory}/_layers`) || exists(`${directory}/_manifests`),
    tagEntries,
    tags,
    tagTargets: tags
      .map((tag) => `${tagsDirectory}/${tag}/current/link`)
      .filter(isFile)
      .map((link) => contentOf(link).toString('latin1'))
      .filter(isDigest),
    revisionLinks: revisions.length,
    // The content is what the registry goes by; the directory's name is what the content ought to say.
    revisionDigests: revisions.flatMap(({ content, named }) => [content, named]).filter(isDigest),
    layerDigests: layers.flatMap(({ content, named }) => [content, named]).filter(isDigest),
    aliases: layers
      .filter(({ content, named }) => /^sha(384|512):/.test(named) && isDigest(named) && isDigest(content))
      .filter(({ content }) => content.startsWith('sha256:'))
      .map(({ content, named }) => [named, content]),
    uploads: entriesOf(`${directory}/_uploads`).map((entry) => readUpload(`${directory}/_uploads/${entry}`)),
  };
}

function readUpload(path: string): NaiveUpload {
  // What is elsewhere in the volume counts there.
  const files = filesUnder(path).filter((file) => !isSymlink(file));
  const startedAt = isFile(`${path}/startedat`) ? contentOf(`${path}/startedat`).toString() : '';
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(startedAt);
  return { path, files, began: isTime ? Date.parse(startedAt) : Math.max(0, ...files.map(writtenAt)) };
}

/** The files `<algorithm>/<hex>/link`. */
function linksIn(directory: string): { content: string; named: string }[] {
  const found: { content: string; named: string }[] = [];
  for (const algorithm of entriesOf(directory)) {
    for (const hex of entriesOf(`${directory}/${algorithm}`)) {
      const link = `${directory}/${algorithm}/${hex}/link`;
      if (isFile(link))
        found.push({ content: contentOf(link).toString('latin1'), named: `${algorithm}:${hex}` });
    }
  }
  return found;
}
