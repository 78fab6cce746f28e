import { lstatSync, realpathSync } from 'node:fs';

/**
 * Where an inventory lies that is named by a symlink: what belongs to it lies beside it, and a scan replaces it and not the
 * symlink. Any other path as it is.
 */
export function behindSymlink(path: string): string {
  try {
    return lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
  } catch {
    // Nothing is there, or the symlink leads nowhere: whoever opens it says so.
    return path;
  }
}
