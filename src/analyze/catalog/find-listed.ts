import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { isNamePattern } from '../../registry/name-pattern.ts';
import { readPastedName, splitTag } from '../../registry/pasted-name.ts';
import { matchAmong, parseRepositoryPattern } from '../../registry/repository-pattern.ts';
import { type StoredName, toName } from '../names.ts';
import { nearPatterns } from '../reference/near-names.ts';
import { type CatalogRow, catalogRows, type FoundTags, findTags, sortByName } from './catalog.ts';

/** What somebody wants listed: repositories, the tags of one, or those of several. */
export type Listed =
  | { readonly of: 'repositories'; readonly repositories: readonly CatalogRow[] }
  | { readonly of: 'tags'; readonly found: FoundTags }
  | { readonly of: 'tags-of-several'; readonly found: readonly FoundTags[] };

/** True for a text that stands for several names; not for the name of a repository that happens to look so. */
export function isPattern({ database }: Inventory, text: string | undefined): text is string {
  if (text === undefined || !isNamePattern(readPastedName(text).name)) return false;
  return database.prepare('SELECT 1 FROM repository WHERE name = ?').get(text) === undefined;
}

/**
 * Finds what a text names: nothing for the whole catalog, a repository, tag or manifest as people write it, or a pattern
 * for repositories (`team/*`), for the tags of one (`team/app:v*`) or of several (`team/*:v*`). Of a pattern's
 * repositories those are taken that the registry itself would list.
 * @throws UsageError where there is nothing of that name, or the text is no pattern.
 */
export function findListed(inventory: Inventory, text: string | undefined): Listed {
  if (text === undefined) return { of: 'repositories', repositories: catalogRows(inventory) };
  if (!isPattern(inventory, text)) return { of: 'tags', found: findTags(inventory, text) };
  const { repository } = splitTag(readPastedName(text).name);
  const pattern = parseRepositoryPattern(text);
  if ('fault' in pattern)
    throw new UsageError(
      `'${text}' is no pattern: ${pattern.fault}. Expected one such as 'team/*' or 'team/app:v*'.`,
    );
  const isTag = pattern.tag;
  if (isTag !== undefined && !isNamePattern(repository)) {
    const found = findTags(inventory, repository);
    return { of: 'tags', found: { ...found, tags: found.tags.filter(({ name }) => isTag(textOf(name))) } };
  }
  const rows = catalogRows(inventory);
  const isRepository = matchAmong(
    pattern,
    rows.map(({ name }) => textOf(name)),
  );
  const repositories = rows.filter(({ name }) => isRepository(textOf(name)));
  if (isTag === undefined) return { of: 'repositories', repositories };
  const tags = inventory.database.prepare<[number], FoundTags['tags'][number]>(
    'SELECT id, name FROM tag WHERE repository_id = ?',
  );
  const found = repositories.map(({ id, name }) => ({
    repositoryId: id,
    repository: name,
    tags: sortByName(tags.all(id).filter((each) => isTag(textOf(each.name)))),
  }));
  return { of: 'tags-of-several', found: found.filter((each) => each.tags.length > 0) };
}

/** What may have been meant by a pattern that matches nothing. */
export function nearListed(inventory: Inventory, text: string): string[] {
  const { repository, tag } = splitTag(readPastedName(text).name);
  if (tag === undefined || isNamePattern(repository))
    return nearPatterns(
      repository,
      catalogRows(inventory).map(({ name }) => textOf(name)),
    );
  const { tags } = findTags(inventory, repository);
  return nearPatterns(
    tag,
    tags.map(({ name }) => textOf(name)),
  );
}

function textOf(name: StoredName): string {
  return toName(name).name;
}
