import type { Inventory } from '../../src/index.ts';

/** The problems of an inventory as `code path`, sorted; those that may hide references end in ` !`. */
export function problemsOf({ database }: Inventory): string[] {
  const rows = database
    .prepare('SELECT code, CAST(path AS TEXT) AS path, hides_references FROM problem')
    .all();
  return (rows as Array<{ code: string; path: string; hides_references: number }>)
    .map(({ code, path, hides_references }) => `${code} ${path}${hides_references === 1 ? ' !' : ''}`)
    .sort();
}
