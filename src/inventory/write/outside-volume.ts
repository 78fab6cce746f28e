import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { UsageError, WriteError } from '../../errors.ts';
import { BLOBS, REPOSITORIES } from '../../registry/layout.ts';

/**
 * Refuses an inventory inside the volume: it would change what it describes, and could be taken for part of it.
 * @throws UsageError where it lies inside; WriteError where its directory does not exist.
 */
export function assertOutsideVolume(db: string, volume: string): void {
  const directory = path.dirname(db);
  if (!existsSync(directory)) {
    throw new WriteError(
      `There is no directory ${directory} for the inventory: create it, or name another with --db.`,
    );
  }
  if (isInsideVolume(directory, volume))
    throw new UsageError(`${db} lies inside the volume ${volume}: name an inventory elsewhere with --db.`);
}

/** True where a directory, which is there, is in the volume, whichever symlinks lead to it; the volume need not be there. */
export function isInsideVolume(directory: string, volume: string): boolean {
  const real = realpathSync(directory);
  return ['', BLOBS, REPOSITORIES]
    .map((part) => path.join(volume, part))
    .some((tree) => existsSync(tree) && `${real}/`.startsWith(`${realPathOf(tree)}/`));
}

/** Where a tree really is; one that the disk does not let be resolved is met again by the scan, which tells of it. */
function realPathOf(tree: string): string {
  try {
    return realpathSync(tree);
  } catch {
    return tree;
  }
}
