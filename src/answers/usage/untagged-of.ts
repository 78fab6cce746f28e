import type { UntaggedManifest } from '../../analyze/usage/untagged-manifests.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type List, type ListOptions, listOf } from '../lists.ts';
import type { UsageRows, UsageScope } from './add-up.ts';

/** What a repository has beside its tags; only where one was named and added up by tag. */
export async function untaggedOf(
  inventory: Inventory,
  by: keyof UsageRows,
  options: UsageScope & ListOptions,
  limit: number,
): Promise<{ readonly untagged?: List<UntaggedManifest> }> {
  if (by !== 'tag' || options.by !== 'tag' || options.reference === undefined) return {};
  const { findReference } = await import('../../analyze/reference/find-reference.ts');
  const found = findReference(inventory, options.reference);
  if (found.names !== 'repository') return {};
  const { untaggedManifests } = await import('../../analyze/usage/untagged-manifests.ts');
  const rows = untaggedManifests(inventory, found.repositoryId);
  return { untagged: listOf(rows, options, { limit, sort: 'bytes' }) };
}
