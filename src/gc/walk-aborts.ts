import type { Inventory } from '../inventory/read/reader.ts';
import { BLOBS, REPOSITORIES } from '../registry/layout.ts';
import { type Abort, abortOn } from './abort.ts';

/** The aborts on the way to the repositories, before any of them is looked at. */
export function treeAborts(inventory: Inventory): Abort[] {
  return [...directoryAborts(inventory, REPOSITORIES), ...loopAborts(inventory, IN_TREE)];
}

/** The aborts on the way through the blob store, by which time manifests have been deleted. */
export function blobWalkAborts(inventory: Inventory): Abort[] {
  return [...directoryAborts(inventory, BLOBS), ...loopAborts(inventory, IN_BLOBS)];
}

/** From `repositories/` down, in none of a repository's own directories; and `blobs/`, through which manifests are read. */
const IN_TREE = new RegExp(`^(?:${BLOBS}|${REPOSITORIES}(?:/[^_/][^/]*)*)$`);
const IN_BLOBS = new RegExp(`^${BLOBS}/`);

/**
 * To a registry, a symlink that leads nowhere is no path; an empty directory is one, and ends nothing (2.8.2, all of
 * them tried).
 */
function directoryAborts({ database }: Inventory, path: string): Abort[] {
  const find = (sql: string) => database.prepare<[string], number>(sql).get(path) !== undefined;
  if (find(`SELECT 1 FROM problem WHERE code IN ('missing-directory', 'symlink-dangling') AND path = ?`)) {
    return [abortOn('directory-missing', 'path not found', { path })];
  }
  const isFile = find(`SELECT 1 FROM stray WHERE kind = 'file' AND path = ?`);
  return isFile ? [abortOn('directory-is-a-file', 'not a directory', { path })] : [];
}

/** Symlinks that lead back to where they stand: a collector follows them until the system refuses. */
function loopAborts({ database }: Inventory, within: RegExp): Abort[] {
  const paths = database
    .prepare<[], string>(`SELECT CAST(path AS TEXT) FROM problem WHERE code = 'symlink-loop' ORDER BY path`)
    .pluck()
    .all();
  const walked = paths.filter((path) => within.test(path));
  return walked.map((path) => abortOn('symlink-loop', 'too many levels of symbolic links', { path }));
}
