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
  const real = realpathSync(directory);
  for (const part of ['', BLOBS, REPOSITORIES]) {
    const tree = path.join(volume, part);
    if (existsSync(tree) && `${real}/`.startsWith(`${realpathSync(tree)}/`)) {
      throw new UsageError(`${db} lies inside the volume ${volume}: name an inventory elsewhere with --db.`);
    }
  }
}
