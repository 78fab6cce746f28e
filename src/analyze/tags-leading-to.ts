import type { Inventory } from '../inventory/read/reader.ts';
import { groupBy } from './group-by.ts';
import type { StoredName } from './names.ts';

/** A tag, as the inventory stores its names. */
export interface StoredTag {
  readonly repository: StoredName;
  readonly tag: StoredName;
}

/**
 * The tags that lead to blobs now, directly or through manifests, by blob id, in no order. Foreign layers lead nowhere.
 * A blob that no tag leads to has an empty list.
 */
export function tagsLeadingTo(inventory: Inventory, blobs: Iterable<number>): Map<number, StoredTag[]> {
  const wanted = new Set(blobs);
  const parents = findParents(inventory, wanted);
  const tags = inventory.database.prepare<[string], StoredTag & { target_id: number }>(TAGS_SQL);
  const byTarget = groupBy(tags.all(JSON.stringify([...parents.keys()])), ({ target_id }) => target_id);
  return new Map(
    [...wanted].map((blob) => [
      blob,
      [...ancestorsOf(blob, parents)].flatMap((ancestor) => byTarget.get(ancestor) ?? []),
    ]),
  );
}

const TAGS_SQL = `SELECT target_id, repository.name AS repository, tag.name AS tag
  FROM tag JOIN repository ON repository.id = repository_id WHERE target_id IN (SELECT value FROM json_each(?))`;

const PARENTS_SQL = `WITH asked (blob) AS (SELECT value FROM json_each(?))
  SELECT manifest_id AS parent, blob_id AS child FROM reference
    WHERE is_foreign = 0 AND blob_id IN (SELECT blob FROM asked)
  UNION SELECT named_id, stored_id FROM alias WHERE stored_id IN (SELECT blob FROM asked)`;

/** Manifests that refer to some blobs, and their other names, and what refers to these; every one met is a key. */
function findParents({ database }: Inventory, blobs: Iterable<number>): Map<number, number[]> {
  const parents = new Map<number, number[]>();
  const query = database.prepare<[string], { parent: number; child: number }>(PARENTS_SQL);
  for (let open = [...blobs]; open.length > 0; ) {
    for (const blob of open) parents.set(blob, []);
    const next = new Set<number>();
    for (const { parent, child } of query.iterate(JSON.stringify(open))) {
      parents.get(child)?.push(parent);
      if (!parents.has(parent)) next.add(parent);
    }
    open = [...next];
  }
  return parents;
}

/** A blob and all that leads to it; a manifest that refers to itself is met once. */
function ancestorsOf(blob: number, parents: ReadonlyMap<number, readonly number[]>): Set<number> {
  const met = new Set([blob]);
  for (const each of met) for (const parent of parents.get(each) ?? []) met.add(parent);
  return met;
}
