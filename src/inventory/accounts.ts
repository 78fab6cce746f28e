import type { Graph } from '../graph/graph.ts';
import { Grouped } from '../graph/grouped.ts';
import { countHolders, type Share, sumShares, type VisitGroup } from '../graph/shares.ts';
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
  /** Visits R(repository), and tells of T(repository) apart. */
  const visitor =
    (onTagged: (repository: number, blob: number) => void): VisitGroup =>
    (repository, visit) => {
      walk.begin();
      walk.visit(tags.of(repository), (blob) => {
        onTagged(repository, blob);
        visit(blob);
      });
      walk.visit(revisions.of(repository), visit);
    };
  const states = new Uint8Array(blobs.count + 1);
  const markTagged = visitor((_, blob) => {
    states[blob] = TAGGED;
  });
  const holders = countHolders(markTagged, repositories, blobs.count);
  for (const [blob, count] of holders.entries())
    if (count > 0 && states[blob] !== TAGGED) states[blob] = UNTAGGED;
  const hardLinkOf = chooseHardLinks(blobs, states);
  const bytesOf = (blob: number) => (hardLinkOf[blob] === 0 ? Math.max(0, blobs.bytesOf(blob)) : 0);
  const stateBytes = BLOB_STATES.map(() => 0);
  for (let blob = 1; blob <= blobs.count; blob++) stateBytes[states[blob] as number]! += bytesOf(blob);
  const taggedBytes = Array<number>(repositories + 1).fill(0);
  const sumTagged = visitor((repository, blob) => {
    taggedBytes[repository]! += bytesOf(blob);
  });
  const shares = sumShares(sumTagged, repositories, holders, bytesOf);
  return { states, holders, shares, taggedBytes, stateBytes, hardLinkOf };
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
