import type { Problems } from '../../contents/problems.ts';
import { BLOBS, REPOSITORIES } from '../../registry/layout.ts';
import { type Abort, abortOn } from './abort.ts';

/** The aborts on the way to the repositories, before any of them is looked at. */
export function treeAborts(problems: Problems): Abort[] {
  return [...directoryAborts(problems, REPOSITORIES), ...loopAborts(problems, IN_TREE)];
}

/** The aborts on the way through the blob store, by which time manifests have been deleted. */
export function blobWalkAborts(problems: Problems): Abort[] {
  return [...directoryAborts(problems, BLOBS), ...loopAborts(problems, IN_BLOBS)];
}

/** From `repositories/` down, in none of a repository's own directories; and `blobs/`, through which manifests are read. */
const IN_TREE = new RegExp(`^(?:${BLOBS}|${REPOSITORIES}(?:/[^_/][^/]*)*)$`);
const IN_BLOBS = new RegExp(`^${BLOBS}/`);

/** An empty directory is one, and ends nothing (2.8.2, tried). */
function directoryAborts(problems: Problems, path: string): Abort[] {
  if (problems.isMissing(path)) return [abortOn('directory-missing', 'path-not-found', { path })];
  return problems.isStrayFile(path) ? [abortOn('directory-is-a-file', 'not-a-directory', { path })] : [];
}

/** Symlinks that lead back to where they stand: a collector follows them until the system refuses. */
function loopAborts(problems: Problems, within: RegExp): Abort[] {
  const walked = problems.symlinkLoops().filter((path) => within.test(path));
  return walked.map((path) => abortOn('symlink-loop', 'too-many-symlinks', { path }));
}
