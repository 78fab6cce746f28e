import type { Inventory } from '../inventory/reader.ts';
import { findRepository } from './find-repository.ts';
import { compareBytewise, type StoredName, toName } from './names.ts';

/**
 * The repositories that `/v2/_catalog` would list: those with a `_layers` (what 2.x asks for) or a `_manifests`
 * (3.x), whatever is in them. Sorted by name.
 */
export function listRepositories(inventory: Inventory): string[] {
  return listCatalog(inventory).repositories;
}

/** The catalog, with the bytes of names that are no UTF-8. */
export interface Catalog {
  readonly repositories: string[];
  readonly repositoriesBase64?: readonly string[];
}

export function listCatalog({ database }: Inventory): Catalog {
  const rows = database
    .prepare<[], StoredName>(`SELECT name FROM repository WHERE layers <> 'absent' OR manifests <> 'absent'`)
    .pluck()
    .all();
  return { repositories: textsOf(rows), ...base64Of('repositoriesBase64', rows) };
}

/** What `/v2/<name>/tags/list` would answer: every entry of `tags/`, whether it can be pulled or not. */
export interface TagList {
  readonly name: string;
  readonly tags: readonly string[];
  readonly tagsBase64?: readonly string[];
}

export function listTags(inventory: Inventory, repository: string): TagList {
  const { id, repository: name, tag } = findRepository(inventory, repository);
  const rows = inventory.database
    .prepare<[number], StoredName>('SELECT name FROM tag WHERE repository_id = ?')
    .pluck()
    .all(id);
  const wanted = rows.filter((row) => tag === undefined || toName(row).name === tag);
  return { name, tags: textsOf(wanted), ...base64Of('tagsBase64', wanted) };
}

function textsOf(names: readonly StoredName[]): string[] {
  return names.map((name) => toName(name).name).sort(compareBytewise);
}

function base64Of<Key extends string>(
  key: Key,
  names: readonly StoredName[],
): Partial<Record<Key, string[]>> {
  const bytes = names.filter((name) => typeof name !== 'string').map((name) => name.toString('base64'));
  return bytes.length === 0 ? {} : ({ [key]: bytes.sort() } as Record<Key, string[]>);
}
