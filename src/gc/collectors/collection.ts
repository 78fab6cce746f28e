import type { Link } from '../../contents/repositories/links.ts';
import type { BlobSet } from '../../graph/blob-set.ts';
import type { Abort } from '../aborts/abort.ts';

/** A manifest that a collection would delete. */
export interface DeletedManifest {
  readonly repository: string;
  /** Its digest, as a blob id. */
  readonly blob: number;
  /** By which it was found. */
  readonly link: Link;
}

/** What a collection finds while it marks. */
export interface Collection {
  /** In the order in which it would meet them: the first ends it. What follows is what it would do without them. */
  readonly aborts: readonly Abort[];
  /** Every digest it marks, among them those that have no blob. */
  readonly marked: BlobSet;
  readonly deletedManifests: readonly DeletedManifest[];
  /** By repository: layer links that would go (3.x). */
  readonly deletedLayerLinks: ReadonlyMap<string, ReadonlySet<number>>;
}
