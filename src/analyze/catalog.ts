import { UsageError } from '../errors.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { compareBytewise, type StoredName, toName } from './names.ts';
import { type FoundReference, type FoundRepository, findReference } from './reference/find-reference.ts';

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

/**
 * The tags of a repository; the one named, or those that point to the manifest named.
 * @throws UsageError where there is nothing of that name, or a registry would answer that it knows no such repository:
 *   it lists `tags/`, and takes a repository without one for none (storage/tagstore.go, `All`).
 */
export function listTags(inventory: Inventory, reference: string): TagList {
  const found = findReference(inventory, reference);
  if (found.names === 'repository') assertHasTags(inventory, found);
  const rows = inventory.database
    .prepare<[object], StoredName>(
      `SELECT name FROM tag WHERE repository_id = @repositoryId ${WANTED[found.names]}`,
    )
    .pluck()
    .all(found);
  if (rows.length === 0 && found.names === 'manifest')
    throw new UsageError(`No tag of ${found.repository} points to ${found.digest}.`);
  return { name: found.repository, tags: textsOf(rows), ...base64Of('tagsBase64', rows) };
}

const WANTED: Record<FoundReference['names'], string> = {
  repository: '',
  tag: 'AND id = @tagId',
  manifest: 'AND target_id = @blob',
};

function assertHasTags({ database }: Inventory, { repositoryId, repository }: FoundRepository): void {
  const tags = database
    .prepare<[number], string>('SELECT tags_directory FROM repository WHERE id = ?')
    .pluck()
    .get(repositoryId);
  const why = tags === undefined ? undefined : NO_LIST[tags];
  if (why !== undefined) throw new UsageError(`${repository} ${why}`);
}

/** Why there is nothing to list, by what stands in the place of `tags/`; what could not be read is no such reason. */
const NO_LIST: Readonly<Record<string, string>> = {
  absent: 'has no _manifests/tags: a registry answers 404, NAME_UNKNOWN, when asked for its tags.',
  file: 'has something else than a directory at _manifests/tags: a registry cannot list its tags.',
};

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
