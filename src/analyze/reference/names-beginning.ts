import type { Inventory } from '../../inventory/read/reader.ts';
import { isRepositoryName, isTagName } from '../../registry/reference.ts';

/** More than anybody looks through. */
const MOST = 1000;

/**
 * Names that begin as a text does, to complete it: repositories and, behind a colon, the tags of one. What a registry
 * would not allow is left out, because a shell puts candidates into the line as they are.
 */
export function namesBeginning(inventory: Inventory, word: string, withTags: boolean): string[] {
  const colon = word.indexOf(':');
  if (colon >= 0) return withTags ? tagsOf(inventory, word.slice(0, colon), word.slice(colon + 1)) : [];
  const repositories = beginning(inventory, 'repository', word).filter(isRepositoryName);
  // The only one may be the whole of what is meant, or one of its tags.
  const [only] = repositories;
  const tags = withTags && repositories.length === 1 && only !== undefined ? tagsOf(inventory, only, '') : [];
  return [...repositories, ...tags];
}

function tagsOf(inventory: Inventory, repository: string, begin: string): string[] {
  if (!isRepositoryName(repository)) return [];
  const tags = beginning(inventory, 'tag', begin, repository);
  return tags.filter(isTagName).map((tag) => `${repository}:${tag}`);
}

const SQL = {
  repository: `SELECT name FROM repository
    WHERE typeof(name) = 'text' AND substr(name, 1, length(@begin)) = @begin ORDER BY name LIMIT ${MOST}`,
  tag: `SELECT tag.name FROM tag JOIN repository ON repository.id = repository_id
    WHERE repository.name = @repository AND typeof(tag.name) = 'text'
      AND substr(tag.name, 1, length(@begin)) = @begin ORDER BY tag.name LIMIT ${MOST}`,
} as const;

function beginning(
  { database }: Inventory,
  of: keyof typeof SQL,
  begin: string,
  repository?: string,
): string[] {
  const names = database.prepare<[object], string>(SQL[of]).pluck();
  return names.all({ begin, ...(repository !== undefined && { repository }) });
}
