import type { Graph } from '../graph/graph.ts';
import { Grouped } from '../graph/grouped.ts';
import { countHolders, type Share, sumShares } from '../graph/shares.ts';
import { Walk } from '../graph/walk.ts';
import type { BlobStore } from './blob-store.ts';
import { BLOB_STATES } from './schema.ts';

/** States of blobs and sums of repositories: the definitions are in README.md, "What the numbers mean". */
export interface Accounts {
  /** By blob id: index into BLOB_STATES. */
  readonly states: Uint8Array;
  /** By blob id: in how many repositories' R it is. */
  readonly holders: Int32Array;
  /** By repository id: of R(repository), among all repositories. */
  readonly shares: readonly Share[];
  /** By repository id: of the present blobs of T(repository). */
  readonly taggedBytes: readonly number[];
  /** By state. */
  readonly stateBytes: readonly number[];
  /** By blob id: the blob for which a hard-linked file's bytes count, 0 for itself. */
  readonly hardLinkOf: Int32Array;
}

const UNTAGGED = BLOB_STATES.indexOf('untagged');
const TAGGED = BLOB_STATES.indexOf('tagged');

/**
 * Computes who holds what. T(repository) is everything that its tags lead to, R(repository) that and everything that
 * its revisions lead to; both through every manifest that was read, whether linked or not.
 */
export function computeAccounts(graph: Graph, blobs: BlobStore, repositories: number): Accounts {
  const walk = new Walk(graph, blobs.count);
  const tags = new Grouped(graph.tags, repositories);
  const revisions = new Grouped(graph.revisions, repositories);
  const visitTagged = (repository: number, visit: (blob: number) => void) => {
    walk.begin();
    walk.visit(tags.of(repository), visit);
  };
  const visitAll = (repository: number, visit: (blob: number) => void) => {
    visitTagged(repository, visit);
    walk.visit(revisions.of(repository), visit);
  };
  const holders = countHolders(visitAll, repositories, blobs.count);
  const states = findStates(visitTagged, repositories, holders);
  const hardLinkOf = chooseHardLinks(blobs, states);
  const bytesOf = (blob: number) => (hardLinkOf[blob] === 0 ? Math.max(0, blobs.bytesOf(blob)) : 0);
  const stateBytes = BLOB_STATES.map(() => 0);
  for (let blob = 1; blob <= blobs.count; blob++) stateBytes[states[blob] as number]! += bytesOf(blob);
  const taggedBytes = Array.from({ length: repositories + 1 }, (_, repository) => {
    let sum = 0;
    if (repository > 0) visitTagged(repository, (blob) => (sum += bytesOf(blob)));
    return sum;
  });
  const shares = sumShares(visitAll, repositories, holders, bytesOf);
  return { states, holders, shares, taggedBytes, stateBytes, hardLinkOf };
}

function findStates(
  visitTagged: (repository: number, visit: (blob: number) => void) => void,
  repositories: number,
  holders: Int32Array,
): Uint8Array {
  const states = Uint8Array.from(holders, (count) => (count > 0 ? UNTAGGED : 0));
  for (let repository = 1; repository <= repositories; repository++) {
    visitTagged(repository, (blob) => {
      states[blob] = TAGGED;
    });
  }
  return states;
}

/** Blobs that share one file count once: for the one that would be the last to go. */
function chooseHardLinks(blobs: BlobStore, states: Uint8Array): Int32Array {
  const hardLinkOf = new Int32Array(blobs.count + 1);
  for (const group of blobs.hardLinkGroups()) {
    const sorted = [...group].sort((a, b) => (states[b] as number) - (states[a] as number) || a - b);
    const [keeper, ...others] = sorted as [number, ...number[]];
    for (const other of others) hardLinkOf[other] = keeper;
  }
  return hardLinkOf;
}
