import type { Candidates } from '../select/candidates.ts';

/**
 * The repositories that the first rows of a list are of, where rows are listed by repository: so no more has to be spelled
 * out than is told. Repositories are in the order of their names; those that are written alike belong together.
 * @param countOf how many rows a repository has
 * @param limit how many rows are told, 0 for all
 */
export function repositoriesOfFirst(
  { selections }: Candidates,
  countOf: (repository: number) => number,
  limit: number,
): ReadonlySet<number> {
  if (limit === 0) return new Set(selections.keys());
  const first = new Set<number>();
  let [rows, last] = [0, ''];
  for (const [id, { repository }] of selections) {
    if (rows >= limit && repository.name !== last) break;
    last = repository.name;
    rows += countOf(id);
    first.add(id);
  }
  return first;
}

/** How many there are of each repository. */
export function countByRepository(rows: Iterable<{ readonly repository: number }>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { repository } of rows) counts.set(repository, (counts.get(repository) ?? 0) + 1);
  return counts;
}
