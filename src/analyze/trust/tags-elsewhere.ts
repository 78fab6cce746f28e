import type { Inventory } from '../../inventory/read/reader.ts';

/** Repositories that hold manifests, and how many of them have no tag. */
export interface TaglessRepositories {
  readonly repositories: number;
  readonly tagless: number;
}

/**
 * Whether tags seem to be kept in a database; undefined where they do not. Harbor writes none to the volume since 2.15,
 * OpenShift none ever, and neither leaves a mark. A push by digest makes no `tags/` either, and an untagging leaves an
 * empty one, so a repository or a few without tags say nothing: it takes all, or most, and two that never had one.
 * @param hidden names of repositories of which something was not read: where nothing is known of their tags, they count
 *   as those without
 */
export function findTagsElsewhere(
  { database }: Inventory,
  hidden: ReadonlySet<string> = new Set(),
): TaglessRepositories | undefined {
  const tagless = database.prepare<[string], TaglessRepositories & { untouched: number }>(TAGLESS_SQL);
  const row = tagless.get(JSON.stringify([...hidden]));
  if (row === undefined) return undefined;
  const { repositories, untouched } = row;
  const isAll = row.tagless === repositories && (row.tagless > 1 || untouched > 0);
  const isMost = row.tagless * 2 > repositories && untouched > 1;
  return isAll || isMost ? { repositories, tagless: row.tagless } : undefined;
}

const TAGLESS_SQL = `WITH hidden AS (SELECT value AS name FROM json_each(?)),
  known AS (SELECT tags, revisions, tags_directory, name IN (SELECT name FROM hidden) AS is_hidden FROM repository)
  SELECT count(*) AS repositories,
    count(*) FILTER (WHERE tags = 0 AND (is_hidden OR tags_directory IN ('absent', 'directory'))) AS tagless,
    count(*) FILTER (WHERE tags_directory = 'absent' OR (is_hidden AND tags_directory = 'unreadable')) AS untouched
  FROM known WHERE revisions > 0 OR is_hidden`;

/** The sentence's beginning: what is missing, and where it may be. */
export function describeTagless({ repositories, tagless }: TaglessRepositories): string {
  const what =
    tagless === repositories
      ? 'No repository has tags on the volume'
      : `Of ${repositories} repositories with manifests ${tagless} have no tags on the volume`;
  return `${what}, as where Harbor keeps them in its database`;
}
