import { contentsOf } from '../../contents/contents-of.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { findImage } from '../reference/find-image.ts';
import { ManifestShare } from '../usage/manifest-share.ts';
import { ManifestRows } from './manifest-rows.ts';
import { pushedAs } from './pushed-as.ts';
import { Referrers } from './referrers.ts';
import { type ManifestTree, TreeMaker } from './tree.ts';

/** One manifest of a repository, as the inventory knows it. */
export interface ManifestDescription extends ManifestTree {
  readonly repository: string;
  /** The tag that it was named by. */
  readonly tag?: string;
  /** The tags of the repository that point to it now. */
  readonly tags: readonly string[];
  /** When it was last pushed to the repository. */
  readonly pushedAt: string;
  /** What becomes free where it and its children are deleted in this repository, and collected. */
  readonly uniqueBytes: number;
  /** Of an index those that it lists, of an image what indexes list it as: `os/architecture[/variant]`. */
  readonly platforms: readonly string[];
  /** A sentence, where a tag was named with the digest and does not point there. */
  readonly oddity?: string;
}

/** What an index says of an attestation in place of a platform. */
const NO_PLATFORM = 'unknown/unknown';

/**
 * Describes the manifest that `reference` names.
 * @throws UsageError where there is none.
 */
export function describeManifest(inventory: Inventory, reference: string): ManifestDescription {
  const found = findImage(inventory, reference);
  const { repository, tag, blob, oddity } = found;
  const contents = contentsOf(inventory);
  const rows = new ManifestRows(inventory.database);
  const share = new ManifestShare(contents, found);
  const referrers = new Referrers(contents, rows, share, found.repositoryId);
  const tree = new TreeMaker(contents, rows, share, referrers).make(blob);
  const { tags, pushedAt } = pushedAs(inventory, found);
  const listed = tree.children?.flatMap(({ platform }) => platform ?? []);
  const platforms =
    listed ?? [...contents.manifests.indexesOf(blob)].flatMap((index) => rows.platformsIn(index, blob));
  return {
    ...tree,
    repository,
    ...(tag !== undefined && { tag }),
    tags,
    pushedAt,
    uniqueBytes: share.sum().uniqueBytes,
    platforms: [...new Set(platforms)].filter((platform) => platform !== NO_PLATFORM),
    ...(oddity !== undefined && { oddity }),
  };
}
