import {
  asBytewise,
  asText,
  contentOf,
  entriesOf,
  filesUnder,
  identityOf,
  isFile,
  lengthOf,
} from './naive-disk.ts';
import { digestsMentioned, naiveReferences } from './naive-manifest.ts';
import { findRepositories, isDigest, type NaiveRepository } from './naive-repository.ts';

const LARGEST_MANIFEST = 4 * 1024 * 1024;

/** What keeps a blob: a tag, only a revision, or nothing. */
export type NaiveState = 'tagged' | 'untagged' | 'unreferenced';

/** The totals of `usage --json`. */
export interface NaiveTotals {
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
export interface NaiveUsage {
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
  tags: Map<string, string[]>;
}

/**
 * The definitions of "What the numbers mean", computed once more from the files of a registry's root directory:
 * slowly, obviously, and without a line of src/.
 */
export function naiveModel(root: string): NaiveModel {
  const top = asBytewise(root);
  const blobs = findBlobs(`${top}/docker/registry/v2/blobs`);
  const repositories = findRepositories(`${top}/docker/registry/v2/repositories`).map((repository) => {
    const tagged = closure(repository.tagTargets, blobs);
    return {
      ...repository,
      tagged,
      held: new Set([...tagged, ...closure(repository.revisionDigests, blobs)]),
    };
  });

  const stateOf = (digest: string): NaiveState => {
    if (repositories.some((repository) => repository.tagged.has(digest))) return 'tagged';
    return repositories.some((repository) => repository.held.has(digest)) ? 'untagged' : 'unreferenced';
  };
  const digests = [...blobs.keys()].sort();
  const catalog = repositories.filter((repository) => repository.inCatalog);
  return {
    blobs: new Map(
      digests.map((digest) => [digest, { bytes: lengthOf(blobs.get(digest)!), state: stateOf(digest) }]),
    ),
    totals: totalsOf(top, blobs, repositories, stateOf),
    repositories: repositories.map((repository) => usageOf(repository, repositories, blobs)),
    linkedFrom: new Map(
      digests
        .filter((digest) => stateOf(digest) === 'unreferenced')
        .map((digest) => [digest, namesOf(repositories.filter((r) => r.layerDigests.includes(digest)))]),
    ),
    catalog: namesOf(catalog),
    tags: new Map(catalog.map(({ name, tagEntries }) => [asText(name), tagEntries.map(asText)])),
  };
}

type Blobs = Map<string, string>;
type Held = NaiveRepository & { tagged: Set<string>; held: Set<string> };

/** The path of each blob's `data`, by digest. */
function findBlobs(directory: string): Blobs {
  const blobs: Blobs = new Map();
  for (const algorithm of entriesOf(directory)) {
    for (const prefix of entriesOf(`${directory}/${algorithm}`)) {
      for (const hex of entriesOf(`${directory}/${algorithm}/${prefix}`)) {
        const data = `${directory}/${algorithm}/${prefix}/${hex}/data`;
        const inPlace = hex.slice(0, 2) === prefix && isDigest(`${algorithm}:${hex}`);
        if (inPlace && isFile(data)) blobs.set(`${algorithm}:${hex}`, data);
      }
    }
  }
  return blobs;
}

/** Some linked manifests and all they reference, as digests, whether or not there are such blobs. */
function closure(linked: Iterable<string>, blobs: Blobs): Set<string> {
  const reached = new Set<string>();
  const visited = new Set<string>();
  // A linked manifest that does not parse counts for all it mentions; a blob that is merely mentioned and does
  // not parse is more likely a layer than a damaged manifest.
  const visit = (digest: string, how: 'linked' | 'mentioned'): void => {
    if (visited.has(`${how} ${digest}`)) return;
    visited.add(`${how} ${digest}`);
    reached.add(digest);
    const data = blobs.get(digest);
    if (data === undefined || lengthOf(data) > LARGEST_MANIFEST) return;
    const references = naiveReferences(contentOf(data));
    for (const blob of references?.blobs ?? []) reached.add(blob);
    for (const child of references?.manifests ?? []) visit(child, 'linked');
    if (references || how === 'mentioned') return;
    for (const mentioned of digestsMentioned(contentOf(data))) visit(mentioned, 'mentioned');
  };
  for (const digest of linked) visit(digest, 'linked');
  return reached;
}

/** The files behind some digests, each once even if two digests name one file. */
function filesOf(digests: Iterable<string>, blobs: Blobs): Map<string, number> {
  const paths = [...digests].flatMap((digest) => blobs.get(digest) ?? []);
  return lengths(paths);
}

function lengths(paths: readonly string[]): Map<string, number> {
  return new Map(paths.map((path) => [identityOf(path), lengthOf(path)]));
}

function usageOf(repository: Held, all: readonly Held[], blobs: Blobs): NaiveUsage {
  const files = filesOf(repository.held, blobs);
  const holdings = all.map(({ held }) => filesOf(held, blobs));
  const holders = (file: string) => holdings.filter((holding) => holding.has(file)).length;
  const bytes = sum(files.values());
  const uniqueBytes = sum([...files].filter(([file]) => holders(file) === 1).map(([, length]) => length));
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
    uploadBytes: sum(lengths(repository.uploadFiles).values()),
  };
}

function totalsOf(
  top: string,
  blobs: Blobs,
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
  const uploads = without(lengths(repositories.flatMap(({ uploadFiles }) => uploadFiles)), all);
  const other = without(lengths(filesUnder(top)), all, uploads);
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

function without(files: Map<string, number>, ...others: Map<string, number>[]): Map<string, number> {
  return new Map([...files].filter(([file]) => !others.some((other) => other.has(file))));
}

function namesOf(repositories: readonly NaiveRepository[]): string[] {
  return repositories.map(({ name }) => asText(name));
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
