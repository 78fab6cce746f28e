import { contentsOf } from '../../contents/contents-of.ts';
import { UsageError } from '../../errors.ts';
import { Grouped, pairList } from '../../graph/grouped.ts';
import { type Share, shareOut } from '../../graph/shares.ts';
import { Walk } from '../../graph/walk.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { compareBytewise, namedAs, type StoredName } from '../names.ts';
import { type FoundReference, findReference } from '../reference/find-reference.ts';
import { isoTime } from '../times.ts';
import { type NamedElsewhere, namedElsewhereOf, type Totals, totalsOf } from './totals.ts';

/** What a tag leads to, in bytes. */
export interface TagUsage {
  readonly repository: string;
  /** Set where the name is no UTF-8. */
  readonly repositoryBase64?: string;
  readonly tag: string;
  readonly tagBase64?: string;
  /** What it points to now; null where its link says no digest. */
  readonly digest: string | null;
  readonly kind: string | null;
  readonly bytes: number;
  /** Blobs that no other tag of the registry leads to. */
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  /** Over all tags these add up to the tagged bytes. */
  readonly fairShareBytes: number;
  /** When the tag was last pushed. */
  readonly modifiedAt: string;
}

export interface UsageByTag extends NamedElsewhere {
  readonly totals: Totals;
  /** Sorted by repository and tag. */
  readonly tags: readonly TagUsage[];
}

/**
 * Disk usage by tag: all of them, those of one repository, one, those of one repository that point to a manifest, or
 * those of the repositories of some ids.
 * @throws UsageError where there is nothing of that name, or no tag points to the manifest.
 */
export function usageByTag(inventory: Inventory, reference?: string, ids?: ReadonlySet<number>): UsageByTag {
  const only = reference === undefined ? undefined : findReference(inventory, reference);
  const tags = [...tagShares(inventory)].flatMap(([row, { bytes, uniqueBytes, fairShareBytes }]) =>
    isWanted(row, only) && ids?.has(row.repository_id) !== false
      ? [{ ...describe(row), bytes, uniqueBytes, sharedBytes: bytes - uniqueBytes, fairShareBytes }]
      : [],
  );
  if (tags.length === 0 && only?.names === 'manifest')
    throw new UsageError(`No tag of ${only.repository} points to ${only.digest}.`);
  tags.sort((a, b) => compareBytewise(a.repository, b.repository) || compareBytewise(a.tag, b.tag));
  return {
    totals: totalsOf(inventory),
    tags,
    ...namedElsewhereOf(inventory),
  };
}

/** Every entry of `tags/`, with its share among all of them; those that lead nowhere have none. */
export function* tagShares(inventory: Inventory): Generator<readonly [TagRow, Share]> {
  const rows = inventory.database.prepare<[], TagRow>(SQL).all();
  const { graph, blobs: all } = contentsOf(inventory);
  const blobs = all.sized;
  const pairs = rows.flatMap(({ target_id }, index) =>
    target_id === null ? [] : [[index + 1, target_id] as const],
  );
  const targets = new Grouped(pairList(pairs), rows.length);
  const walk = new Walk(graph, blobs.count);
  const visitTag = (group: number, visit: (blob: number) => void) => {
    walk.begin();
    walk.visit(targets.of(group), visit);
  };
  const shares = shareOut(visitTag, rows.length, blobs);
  for (const [index, row] of rows.entries()) yield [row, shares[index + 1] as Share];
}

/** What lies in `tags/` and is no tag has no row, unless it is asked for by its name. */
function isWanted(row: TagRow, only: FoundReference | undefined): boolean {
  if (only?.names === 'tag') return row.id === only.tagId;
  if (row.entry !== 'directory') return false;
  if (only === undefined) return true;
  const isTarget = only.names === 'repository' || row.target_id === only.blob;
  return row.repository_id === only.repositoryId && isTarget;
}

const SQL = `SELECT tag.id, tag.kind AS entry, tag.repository_id, repository.name AS repository, tag.name AS tag,
    target_id, digest, manifest.kind, tag.modified_at
  FROM tag JOIN repository ON repository.id = repository_id
    LEFT JOIN blob ON blob.id = target_id LEFT JOIN manifest ON manifest.blob_id = target_id`;

interface TagRow {
  readonly id: number;
  readonly entry: string;
  readonly repository_id: number;
  readonly repository: StoredName;
  readonly tag: StoredName;
  readonly target_id: number | null;
  readonly digest: Buffer | string | null;
  readonly kind: string | null;
  readonly modified_at: number;
}

function describe(row: TagRow) {
  return {
    ...namedAs('repository', row.repository),
    ...namedAs('tag', row.tag),
    digest: row.digest === null ? null : digestText(row.digest),
    kind: row.kind,
    modifiedAt: isoTime(row.modified_at),
  };
}
