import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { compareBytewise, type Name, type StoredName, toName } from '../names.ts';
import { findReference } from '../reference/find-reference.ts';
import { type NamedElsewhere, namedElsewhereOf, type Totals, totalsOf } from './totals.ts';

/** What a repository takes, in bytes. */
export interface RepositoryUsage extends Name {
  readonly tags: number;
  readonly revisions: number;
  readonly bytes: number;
  /** What deleting the repository, and collecting, would free: nothing of a file that has a name elsewhere. */
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  /** Over all repositories, these and the unreferenced bytes add up to all blob bytes. */
  readonly fairShareBytes: number;
  readonly taggedBytes: number;
  readonly untaggedBytes: number;
  readonly uploadBytes: number;
}

export interface Usage extends NamedElsewhere {
  readonly totals: Totals;
  /** Sorted by name. */
  readonly repositories: readonly RepositoryUsage[];
}

/**
 * Disk usage by repository: all of them, the one named, or those of some ids.
 * @throws UsageError where there is none of that name, or it is that of a tag or manifest.
 */
export function usage(inventory: Inventory, repository?: string, ids?: ReadonlySet<number>): Usage {
  const only = repository === undefined ? ids : new Set([repositoryId(inventory, repository)]);
  const all = inventory.database.prepare<[], RepositoryRow>('SELECT * FROM repositories').all();
  const rows = only === undefined ? all : all.filter(({ id }) => only.has(id));
  const repositories = rows.map(toUsage).sort((a, b) => compareBytewise(a.name, b.name));
  return {
    totals: totalsOf(inventory),
    repositories,
    ...namedElsewhereOf(inventory),
  };
}

function repositoryId(inventory: Inventory, name: string): number {
  const found = findReference(inventory, name);
  if (found.names === 'repository') return found.repositoryId;
  throw new UsageError(`'${name}' names a ${found.names}, not a repository.`);
}

interface RepositoryRow {
  readonly id: number;
  readonly name: StoredName;
  readonly tags: number;
  readonly revisions: number;
  readonly bytes: number;
  readonly unique_bytes: number;
  readonly shared_bytes: number;
  readonly fair_share_bytes: number;
  readonly tagged_bytes: number;
  readonly untagged_bytes: number;
  readonly upload_bytes: number;
}

function toUsage(row: RepositoryRow): RepositoryUsage {
  return {
    ...toName(row.name),
    tags: row.tags,
    revisions: row.revisions,
    bytes: row.bytes,
    uniqueBytes: row.unique_bytes,
    sharedBytes: row.shared_bytes,
    fairShareBytes: row.fair_share_bytes,
    taggedBytes: row.tagged_bytes,
    untaggedBytes: row.untagged_bytes,
    uploadBytes: row.upload_bytes,
  };
}
