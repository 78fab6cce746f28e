import type { Inventory } from '../inventory/reader.ts';
import { findRepository } from './find-repository.ts';
import { compareBytewise, type StoredName, toName } from './names.ts';

/**
 * The repositories that `/v2/_catalog` would list: those with a `_layers` (what 2.x asks for) or a `_manifests`
 * (3.x), whatever is in them. Sorted by name.
 */
export function listRepositories({ database }: Inventory): string[] {
  const rows = database
    .prepare<[], StoredName>(`SELECT name FROM repository WHERE layers <> 'absent' OR manifests <> 'absent'`)
    .pluck()
    .all();
  return rows.map((name) => toName(name).name).sort(compareBytewise);
}

/** What `/v2/<name>/tags/list` would answer: every entry of `tags/`, whether it can be pulled or not. */
export interface TagList {
  readonly name: string;
  readonly tags: readonly string[];
}

export function listTags(inventory: Inventory, repository: string): TagList {
  const { id, repository: name, tag } = findRepository(inventory, repository);
  const rows = inventory.database
    .prepare<[number], StoredName>('SELECT name FROM tag WHERE repository_id = ?')
    .pluck()
    .all(id);
  const tags = rows.map((row) => toName(row).name).filter((each) => tag === undefined || each === tag);
  return { name, tags: tags.sort(compareBytewise) };
}
