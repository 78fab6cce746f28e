import type { Graph } from '../../graph/graph.ts';
import { Grouped, type VisitGroup } from '../../graph/grouped.ts';
import { SharedFiles } from '../../graph/shared-files.ts';
import { countHolders, type Share, sumShares } from '../../graph/shares.ts';
import { Walk } from '../../graph/walk.ts';
import { BLOB_STATES } from '../format/schema.ts';
import type { BlobStore } from '../ids/blob-store.ts';

/** States of blobs and sums of repositories: the definitions are in docs/numbers.md. */
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
  /** Files with several names. */
  readonly files: SharedFiles;
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
  const visitTagged: VisitGroup = (repository, visit) => {
    walk.begin();
    walk.visit(tags.of(repository), visit);
  };
  /** Visits R(repository), and T(repository) apart. */
  const visitor =
    (visitTagged: VisitGroup): VisitGroup =>
    (repository, visit) => {
      visitTagged(repository, visit);
      walk.visit(revisions.of(repository), visit);
    };
  const states = new Uint8Array(blobs.count + 1);
  const markTagged: VisitGroup = (repository, visit) =>
    visitTagged(repository, (blob) => {
      states[blob] = TAGGED;
      visit(blob);
    });
  const holders = countHolders(visitor(markTagged), repositories, blobs.count);
  for (const [blob, count] of holders.entries())
    if (count > 0 && states[blob] !== TAGGED) states[blob] = UNTAGGED;
  const files = sharedFiles(blobs, states);
  const bytesOf = (blob: number) => Math.max(0, blobs.bytesOf(blob));
  const taggedBytes = Array<number>(repositories + 1).fill(0);
  const sumTagged: VisitGroup = (repository, visit) => {
    const add = files.once((blob) => {
      taggedBytes[repository]! += bytesOf(blob);
    });
    visitTagged(repository, (blob) => {
      add(blob);
      visit(blob);
    });
  };
  const visitAll = visitor(visitTagged);
  const fileHolders = files.isEmpty
    ? holders
    : countHolders(files.visitOnce(visitAll), repositories, blobs.count);
  const visitFiles = files.visitOnce(visitor(sumTagged));
  const shares = sumShares(visitFiles, repositories, fileHolders, { count: blobs.count, bytesOf, files });
  return { states, holders, shares, taggedBytes, stateBytes: sumStates(blobs, states, files), files };
}

function sumStates(blobs: BlobStore, states: Uint8Array, files: SharedFiles): number[] {
  const sums = BLOB_STATES.map(() => 0);
  for (let blob = 1; blob <= blobs.count; blob++) {
    if (files.keeperOf(blob) === blob) sums[states[blob] as number]! += Math.max(0, blobs.bytesOf(blob));
  }
  return sums;
}

/** Blobs that share one file count once: for the one that would be the last to go. */
function sharedFiles(blobs: BlobStore, states: Uint8Array): SharedFiles {
  const byState = (a: number, b: number) => (states[b] as number) - (states[a] as number);
  const rawDigestOf = (blob: number) => blobs.digests.keyOf(blob) as Buffer;
  const byDigest = (a: number, b: number) => Buffer.compare(rawDigestOf(a), rawDigestOf(b));
  return new SharedFiles(
    blobs.filesOfSeveralNames().map(({ blobs: of, owners }) => ({
      blobs: [...of].sort((a, b) => byState(a, b) || byDigest(a, b)),
      owners,
    })),
  );
}
