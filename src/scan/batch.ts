import type { Told } from '../facts/source.ts';
import type { Fact } from '../facts/told.ts';
import type { ScanDoubt } from './doubts/doubt.ts';
import type { FoundRepository, TreeDirectory } from './readers/found.ts';

/** What one unit of work yields. */
export interface Batch extends Told {
  readonly facts: Fact[];
  readonly doubts: ScanDoubt[];
  /** Of blobs: whether one has another time of its inode than of its content. */
  readonly timesInodes?: boolean;
  /** Directories and repositories found on the way down the tree. */
  readonly found?: { readonly directories: TreeDirectory[]; readonly repositories: FoundRepository[] };
}
