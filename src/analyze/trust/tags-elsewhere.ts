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
 */
export function findTagsElsewhere({ database }: Inventory): TaglessRepositories | undefined {
  const row = database.prepare(TAGLESS_SQL).get() as TaglessRepositories & { untouched: number };
  const { repositories, tagless, untouched } = row;
  const isAll = tagless === repositories && (tagless > 1 || untouched > 0);
  const isMost = tagless * 2 > repositories && untouched > 1;
  return isAll || isMost ? { repositories, tagless } : undefined;
}

const TAGLESS_SQL = `SELECT count(*) AS repositories,
    count(*) FILTER (WHERE tags = 0 AND tags_directory IN ('absent', 'directory')) AS tagless,
    count(*) FILTER (WHERE tags_directory = 'absent') AS untouched
  FROM repository WHERE revisions > 0`;

/** The sentence's beginning: what is missing, and where it may be. */
export function describeTagless({ repositories, tagless }: TaglessRepositories): string {
  const what =
    tagless === repositories
      ? 'No repository has tags on the volume'
      : `Of ${repositories} repositories with manifests ${tagless} have no tags on the volume`;
  return `${what}, as where Harbor keeps them in its database`;
}
