import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { groupBy } from '../group-by.ts';
import { compareBytewise, type Name, type StoredName, toName } from '../names.ts';
import { type FoundReference, type FoundRepository, findReference } from '../reference/find-reference.ts';

/**
 * The repositories that `/v2/_catalog` would list: those with a `_layers` (what 2.x asks for) or a `_manifests`
 * (3.x), whatever is in them. Sorted by name.
 */
export function listRepositories(inventory: Inventory): string[] {
  return toCatalog(catalogRows(inventory).map(({ name }) => name)).repositories;
}

/** The catalog, with the bytes of names that are no UTF-8. */
export interface Catalog {
  readonly repositories: string[];
  readonly repositoriesBase64?: readonly string[];
}

/** A repository that the catalog lists. */
export interface CatalogRow {
  readonly id: number;
  readonly name: StoredName;
  readonly tagsDirectory: string;
}

/** Those that the catalog lists, by name. */
export function catalogRows({ database }: Inventory): CatalogRow[] {
  const rows = database
    .prepare<[], CatalogRow>(
      `SELECT id, name, tags_directory AS tagsDirectory FROM repository
       WHERE layers <> 'absent' OR manifests <> 'absent'`,
    )
    .all();
  return sortByName(rows);
}

/** Names in the order in which they are given. */
export function toCatalog(names: readonly StoredName[]): Catalog {
  return { repositories: textsOf(names), ...base64Of('repositoriesBase64', names) };
}

/** What `/v2/<name>/tags/list` would answer: every entry of `tags/`, whether it can be pulled or not. */
export interface TagList extends Name {
  readonly tags: readonly string[];
  readonly tagsBase64?: readonly string[];
}

/**
 * The tags of a repository; the one named, or those that point to the manifest named.
 * @throws UsageError where there is nothing of that name, or a registry would answer that it knows no such repository:
 *   it lists `tags/`, and takes a repository without one for none (storage/tagstore.go, `All`).
 */
export function listTags(inventory: Inventory, reference: string): TagList {
  return toTagList(findTags(inventory, reference));
}

/** Some tags of one repository, by name. */
export interface FoundTags {
  readonly repositoryId: number;
  readonly repository: StoredName;
  readonly tags: readonly TagRow[];
}

interface TagRow {
  readonly id: number;
  readonly name: StoredName;
}

/** The same with their ids. */
export function findTags(inventory: Inventory, reference: string): FoundTags {
  const found = findReference(inventory, reference);
  if (found.names === 'repository') assertHasTags(inventory, found);
  const tags = inventory.database
    .prepare<[object], TagRow>(
      `SELECT id, name FROM tag WHERE repository_id = @repositoryId ${WANTED[found.names]}`,
    )
    .all(found);
  if (tags.length === 0 && found.names === 'manifest')
    throw new UsageError(`No tag of ${found.repository} points to ${found.digest}.`);
  return { repositoryId: found.repositoryId, repository: found.repository, tags: sortByName(tags) };
}

/** Tags in the order in which they are given. */
export function toTagList({ repository, tags }: FoundTags): TagList {
  const names = tags.map(({ name }) => name);
  return { ...toName(repository), tags: textsOf(names), ...base64Of('tagsBase64', names) };
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
  return names.map((name) => toName(name).name);
}

/** Sorts rows by the text of their names. */
export function sortByName<Row extends { readonly name: StoredName }>(rows: readonly Row[]): Row[] {
  const texts = new Map(rows.map((row) => [row, toName(row.name).name]));
  return [...rows].sort((a, b) => compareBytewise(texts.get(a) as string, texts.get(b) as string));
}

function base64Of<Key extends string>(
  key: Key,
  names: readonly StoredName[],
): Partial<Record<Key, string[]>> {
  const bytes = names.filter((name) => typeof name !== 'string').map((name) => name.toString('base64'));
  return bytes.length === 0 ? {} : ({ [key]: bytes.sort() } as Record<Key, string[]>);
}

/** Every repository that the catalog lists, with its tags. */
export function listAllTags(inventory: Inventory): TagList[] {
  const rows = inventory.database
    .prepare<[], TagRow & { readonly repositoryId: number }>(
      'SELECT id, name, repository_id AS repositoryId FROM tag',
    )
    .all();
  const byRepository = groupBy(rows, ({ repositoryId }) => repositoryId);
  return catalogRows(inventory).map(({ id, name }) =>
    toTagList({ repositoryId: id, repository: name, tags: sortByName(byRepository.get(id) ?? []) }),
  );
}
