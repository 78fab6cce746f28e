import type { BlobStore } from './blob-store.ts';
import type { Graph } from './graph.ts';
import type { Int32List } from './growing-array.ts';

/** What a repository takes, in bytes. See the definitions in README.md, "What the numbers mean". */
export interface RepositoryAccount {
  /** The present blobs of R(repository), each once. */
  bytes: number;
  /** Those in no other repository's R: what deleting this repository, and collecting, would free. */
  uniqueBytes: number;
  /** Each blob's bytes divided by the number of repositories whose R holds it. */
  fairShareBytes: number;
  /** The present blobs of T(repository). */
  taggedBytes: number;
}

/** States of blobs and sums of repositories. */
export interface Accounts {
  /** By blob id: 2 tagged, 1 untagged, 0 unreferenced. */
  readonly states: Uint8Array;
  /** By blob id: in how many repositories' R it is. */
  readonly holders: Int32Array;
  /** By repository id. */
  readonly repositories: readonly RepositoryAccount[];
  /** By state. */
  readonly stateBytes: readonly [unreferenced: number, untagged: number, tagged: number];
  /** By blob id: the blob for which a hard-linked file's bytes count, 0 for itself. */
  readonly hardLinkOf: Int32Array;
}

/**
 * Computes who holds what. T(repository) is everything that its tags lead to, R(repository) that and everything that
 * its revisions lead to; both through every manifest that was read, whether linked or not.
 */
export function computeAccounts(graph: Graph, blobs: BlobStore, repositoryCount: number): Accounts {
  const ids = blobs.count + 1;
  const states = new Uint8Array(ids);
  const holders = new Int32Array(ids);
  const tags = groupByRepository(graph.tags, repositoryCount);
  const revisions = groupByRepository(graph.revisions, repositoryCount);
  const walk = new Walk(graph, ids);
  for (let repository = 1; repository <= repositoryCount; repository++) {
    walk.begin();
    walk.visit(tags, repository, (blob) => {
      states[blob] = 2;
      holders[blob]!++;
    });
    walk.visit(revisions, repository, (blob) => {
      if (states[blob] === 0) states[blob] = 1;
      holders[blob]!++;
    });
  }
  const hardLinkOf = chooseHardLinks(blobs, states, ids);
  const countedBytes = (blob: number) => (hardLinkOf[blob] === 0 ? Math.max(0, blobs.bytesOf(blob)) : 0);
  const repositories = sumRepositories(walk, tags, revisions, holders, countedBytes, repositoryCount);
  const stateBytes: [number, number, number] = [0, 0, 0];
  for (let blob = 1; blob < ids; blob++) stateBytes[states[blob] as 0 | 1 | 2] += countedBytes(blob);
  return { states, holders, repositories, stateBytes, hardLinkOf };
}

function sumRepositories(
  walk: Walk,
  tags: Grouped,
  revisions: Grouped,
  holders: Int32Array,
  countedBytes: (blob: number) => number,
  repositoryCount: number,
): RepositoryAccount[] {
  const accounts = [emptyAccount()];
  for (let repository = 1; repository <= repositoryCount; repository++) {
    const account = emptyAccount();
    const add = (blob: number) => {
      const bytes = countedBytes(blob);
      account.bytes += bytes;
      account.fairShareBytes += bytes / (holders[blob] as number);
      if (holders[blob] === 1) account.uniqueBytes += bytes;
    };
    walk.begin();
    walk.visit(tags, repository, (blob) => {
      account.taggedBytes += countedBytes(blob);
      add(blob);
    });
    walk.visit(revisions, repository, add);
    accounts.push(account);
  }
  return accounts;
}

function emptyAccount(): RepositoryAccount {
  return { bytes: 0, uniqueBytes: 0, fairShareBytes: 0, taggedBytes: 0 };
}

/** Closures, each blob once between two calls of `begin`. */
class Walk {
  readonly #graph: Graph;
  readonly #seen: Int32Array;
  readonly #pending: number[] = [];
  #round = 0;

  constructor(graph: Graph, ids: number) {
    this.#graph = graph;
    this.#seen = new Int32Array(ids);
  }

  begin(): void {
    this.#round++;
  }

  visit(roots: Grouped, repository: number, visit: (blob: number) => void): void {
    const end = roots.starts[repository + 1] as number;
    for (let at = roots.starts[repository] as number; at < end; at++) this.#mark(roots.blobs[at] as number);
    for (let blob = this.#pending.pop(); blob !== undefined; blob = this.#pending.pop()) {
      visit(blob);
      this.#graph.forEachReference(blob, (reference) => this.#mark(reference));
    }
  }

  #mark(blob: number): void {
    if (this.#seen[blob] === this.#round) return;
    this.#seen[blob] = this.#round;
    this.#pending.push(blob);
  }
}

interface Grouped {
  /** By repository id: where its blobs begin; one more at the end. */
  readonly starts: Int32Array;
  readonly blobs: Int32Array;
}

/** Sorts pairs of repository and blob by repository, by counting. */
function groupByRepository(pairs: Int32List, repositoryCount: number): Grouped {
  const starts = new Int32Array(repositoryCount + 2);
  const view = pairs.view();
  for (let at = 0; at < view.length; at += 2) starts[(view[at] as number) + 1]!++;
  for (let repository = 1; repository < starts.length; repository++) {
    starts[repository]! += starts[repository - 1] as number;
  }
  const next = starts.slice();
  const blobs = new Int32Array(view.length / 2);
  for (let at = 0; at < view.length; at += 2) {
    blobs[next[view[at] as number]!++] = view[at + 1] as number;
  }
  return { starts, blobs };
}

/** Blobs that share one file count once: for the one that would be the last to go. */
function chooseHardLinks(blobs: BlobStore, states: Uint8Array, ids: number): Int32Array {
  const hardLinkOf = new Int32Array(ids);
  for (const group of blobs.hardLinkGroups()) {
    const sorted = [...group].sort((a, b) => (states[b] as number) - (states[a] as number) || a - b);
    const [keeper, ...others] = sorted as [number, ...number[]];
    for (const other of others) hardLinkOf[other] = keeper;
  }
  return hardLinkOf;
}
