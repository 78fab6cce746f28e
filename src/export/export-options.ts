import type { BlobState } from '../inventory/format/schema.ts';

/** What formats may be told; each format says which of them it takes. */
export interface ExportOptions {
  /** Tables and metrics: which of several registries this is; it becomes part of the paths, and a label. */
  readonly registryName?: string | undefined;
  /** Metrics: of how many repositories, the largest first. @default 1000 */
  readonly repositories?: number | 'all' | undefined;
  /** Digests: only of blobs in these states. @default all of them */
  readonly states?: readonly BlobState[] | undefined;
  /** Digests: in hex alone, without the algorithm. @default false */
  readonly isBare?: boolean | undefined;
  /**
   * Digests: a blob modified less than this before the scan, and that no tag leads to, may belong to a push in flight.
   * @default 24 hours
   */
  readonly minAgeMs?: number | undefined;
}
