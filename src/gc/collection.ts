import type { Abort } from './abort.ts';
import type { BlobSet } from './blob-set.ts';
import type { CollectorLink } from './collector-view.ts';

/** A manifest that a collection would delete. Ids are of repositories (their place in the view) and blobs. */
export interface DeletedManifest {
  readonly repository: string;
  readonly blob: number;
  /** By which it was found. */
  readonly link: CollectorLink;
}

/** What a collection would do to a volume. */
export interface Collection {
  /** In the order in which it would meet them: the first ends it. What follows is what it would do without them. */
  readonly aborts: readonly Abort[];
  /** Every digest it marks, among them those that have no blob. */
  readonly marked: BlobSet;
  readonly deletedManifests: readonly DeletedManifest[];
  /** By repository: layer links that would go (3.x). */
  readonly deletedLayerLinks: ReadonlyMap<string, ReadonlySet<number>>;
  /** Repositories it does not see, though they hold something. */
  readonly unseen: readonly string[];
}
