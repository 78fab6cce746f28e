import { contentsOf } from '../../contents/contents-of.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { pushedAs } from '../manifest/pushed-as.ts';
import type { FoundManifest } from '../reference/find-reference.ts';
import { ManifestShare } from './manifest-share.ts';
import { type NamedElsewhere, namedElsewhereOf, type Totals, totalsOf } from './totals.ts';

/** What one manifest of a repository leads to, in bytes. */
export interface ManifestUsage {
  readonly repository: string;
  readonly digest: string;
  /** null where it could not be read. */
  readonly kind: string | null;
  /** The tags of the repository that point to it now. */
  readonly tags: readonly string[];
  readonly bytes: number;
  /**
   * Blobs that no other manifest leads to which a tag or revision of any repository names; what the manifest itself
   * leads to in its repository is none of the others. Delete it there with its children, collect, and these become free.
   */
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  /** Each blob's bytes divided by the number of those manifests that lead to it. */
  readonly fairShareBytes: number;
  /** When it was pushed to the repository. */
  readonly modifiedAt: string;
}

export interface UsageOfManifest extends NamedElsewhere {
  readonly totals: Totals;
  readonly manifests: readonly [ManifestUsage];
}

/** Disk usage of one manifest in one repository. */
export function usageOfManifest(inventory: Inventory, found: FoundManifest): UsageOfManifest {
  const { repository, digest } = found;
  const { kind, tags, pushedAt } = pushedAs(inventory, found);
  const share = new ManifestShare(contentsOf(inventory), found).sum();
  const manifest = { repository, digest, kind, tags, modifiedAt: pushedAt, ...share };
  return { totals: totalsOf(inventory), manifests: [manifest], ...namedElsewhereOf(inventory) };
}
