import {
  closure,
  fileAt,
  filesOf,
  findBlobs,
  keptFiles,
  lengths,
  type NaiveBlobs,
  readingOf,
} from './naive-blobs.ts';
import { asBytewise, asText, filesUnder, identityOf } from './naive-disk.ts';
import { findRepositories, type NaiveRepository } from './naive-repository.ts';

/** What keeps a blob: a tag, only a revision, or nothing. */
type NaiveState = 'tagged' | 'untagged' | 'unreferenced';

/** The totals of `usage --json`. */
interface NaiveTotals {
  blobs: number;
  blobBytes: number;
  taggedBytes: number;
  untaggedBytes: number;
  unreferencedBytes: number;
  uploadBytes: number;
  otherBytes: number;
  volumeBytes: number;
}

/** A repository of `usage --json`. */
interface NaiveUsage {
  name: string;
  tags: number;
  revisions: number;
  bytes: number;
  uniqueBytes: number;
  sharedBytes: number;
  fairShareBytes: number;
  taggedBytes: number;
  untaggedBytes: number;
  uploadBytes: number;
}

/** Everything the naive model says of a volume. */
export interface NaiveModel {
  blobs: Map<string, { bytes: number; state: NaiveState }>;
  totals: NaiveTotals;
  repositories: NaiveUsage[];
  /** For each unreferenced blob, the repositories with a layer link named for it or containing it. */
  linkedFrom: Map<string, string[]>;
  /** What `ls` lists. */
  catalog: string[];
  /** What `ls <repository>` lists, for each repository of the catalog. */
  tags: Map<string, string[] | null>;
}

/**
 * The definitions of "What the numbers mean", computed once more from the files of a registry's root directory:
 * slowly, obviously, and without a line of src/.
 */
export function naiveModel(root: string): NaiveModel {
  const top = asBytewise(root);
  const blobs = findBlobs(`${top}/docker/registry/v2/blobs`);
  const found = findRepositories(`${top}/docker/registry/v2/repositories`);
  const aliases = found.flatMap((repository) => repository.aliases);
  const roots = found.flatMap(({ tagTargets, revisionDigests }) => [...tagTargets, ...revisionDigests]);
  const reading = readingOf(roots, blobs, aliases);
  const repositories = found.map((repository) => {
    const tagged = closure(repository.tagTargets, blobs, aliases, reading);
    const held = new Set([...tagged, ...closure(repository.revisionDigests, blobs, aliases, reading)]);
    return { ...repository, tagged, held, heldFiles: filesOf(held, blobs) };
  });

  const stateOf = (digest: string): NaiveState => {
    if (repositories.some((repository) => repository.tagged.has(digest))) return 'tagged';
    return repositories.some((repository) => repository.held.has(digest)) ? 'untagged' : 'unreferenced';
  };
  const digests = [...blobs.keys()].sort();
  const catalog = repositories.filter((repository) => repository.inCatalog);
  return {
    blobs: new Map(
      digests.map((digest) => [digest, { bytes: blobs.get(digest)!.bytes, state: stateOf(digest) }]),
    ),
    totals: totalsOf(top, blobs, repositories, stateOf),
    repositories: repositories.map((repository) => usageOf(repository, repositories, blobs)),
    linkedFrom: new Map(
      digests
        .filter((digest) => stateOf(digest) === 'unreferenced')
        .map((digest) => [digest, namesOf(repositories.filter((r) => r.layerDigests.includes(digest)))]),
    ),
    catalog: namesOf(catalog),
    tags: new Map(catalog.map(({ name, tagEntries }) => [asText(name), tagEntries?.map(asText) ?? null])),
  };
}

type Held = NaiveRepository & { tagged: Set<string>; held: Set<string>; heldFiles: Map<string, number> };

function usageOf(repository: Held, all: readonly Held[], blobs: NaiveBlobs): NaiveUsage {
  const files = repository.heldFiles;
  const holders = (file: string) => all.filter(({ heldFiles }) => heldFiles.has(file)).length;
  const bytes = sum(files.values());
  const kept = keptFiles(blobs);
  const isUnique = (file: string) => holders(file) === 1 && !kept.has(file);
  const uniqueBytes = sum([...files].filter(([file]) => isUnique(file)).map(([, length]) => length));
  const taggedBytes = sum(filesOf(repository.tagged, blobs).values());
  return {
    name: asText(repository.name),
    tags: repository.tags.length,
    revisions: repository.revisionLinks,
    bytes,
    uniqueBytes,
    sharedBytes: bytes - uniqueBytes,
    fairShareBytes: sum([...files].map(([file, length]) => length / holders(file))),
    taggedBytes,
    untaggedBytes: bytes - taggedBytes,
    uploadBytes: sum(uploadFilesOf(repository, all, blobs).values()),
  };
}

function totalsOf(
  top: string,
  blobs: NaiveBlobs,
  repositories: readonly Held[],
  stateOf: (digest: string) => NaiveState,
): NaiveTotals {
  const inState = (state: NaiveState) =>
    filesOf(
      [...blobs.keys()].filter((d) => stateOf(d) === state),
      blobs,
    );
  const tagged = inState('tagged');
  const untagged = without(inState('untagged'), tagged);
  const unreferenced = without(inState('unreferenced'), tagged, untagged);
  const all = filesOf(blobs.keys(), blobs);
  const uploads = without(lengths(filesOfUploads(repositories)), all);
  const other = without(lengths(filesUnder(top).map(fileAt)), all, uploads);
  return {
    blobs: blobs.size,
    blobBytes: sum(all.values()),
    taggedBytes: sum(tagged.values()),
    untaggedBytes: sum(untagged.values()),
    unreferencedBytes: sum(unreferenced.values()),
    uploadBytes: sum(uploads.values()),
    otherBytes: sum(other.values()),
    volumeBytes: sum(all.values()) + sum(uploads.values()) + sum(other.values()),
  };
}

/** The files of a repository's uploads: one that is a blob is none, one of several uploads is that of the last to go. */
function uploadFilesOf(repository: Held, all: readonly Held[], blobs: NaiveBlobs): Map<string, number> {
  const uploads = all.flatMap(({ uploads }) => uploads);
  const lastToGo = (file: string) =>
    uploads
      .filter(({ files }) => files.some((each) => identityOf(each) === file))
      .sort((a, b) => b.began - a.began || (a.path < b.path ? -1 : 1))[0];
  const files = without(lengths(filesOfUploads([repository])), filesOf(blobs.keys(), blobs));
  return new Map([...files].filter(([file]) => repository.uploads.includes(lastToGo(file)!)));
}

function filesOfUploads(repositories: readonly NaiveRepository[]) {
  return repositories.flatMap(({ uploads }) => uploads.flatMap(({ files }) => files.map(fileAt)));
}

function namesOf(repositories: readonly NaiveRepository[]): string[] {
  return repositories.map(({ name }) => asText(name));
}

function without(files: Map<string, number>, ...others: Map<string, number>[]): Map<string, number> {
  return new Map([...files].filter(([file]) => !others.some((other) => other.has(file))));
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
