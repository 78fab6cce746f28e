import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError, WriteError } from '../../errors.ts';
import { verifiedPath } from '../../inventory/beside/verified-file.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { isInsideVolume } from '../../inventory/write/outside-volume.ts';

/**
 * Makes the directory that a file is to lie in.
 * @throws UsageError where it lies inside the volume, or something else stands in its place; WriteError where it cannot be made.
 */
export function makeDirectory(directory: string, { scan }: Inventory): void {
  const there = nearestThere(directory);
  if (isInsideVolume(there, scan.volume))
    throw new UsageError(`${directory} lies inside the volume ${scan.volume}: export to another place.`);
  if (!statSync(there).isDirectory())
    throw new UsageError(`${there} is no directory: tables are exported to one. Name another.`);
  try {
    makeBelow(there, path.resolve(directory));
  } catch (error) {
    throw new WriteError(`Could not make the directory ${directory}: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

/** One directory after the other: Node's own way never ends where there can be none, as in /proc. */
function makeBelow(there: string, directory: string): void {
  if (directory === there) return;
  makeBelow(there, path.dirname(directory));
  makeUnlessThere(directory);
}

function makeUnlessThere(directory: string): void {
  try {
    mkdirSync(directory);
  } catch (error) {
    // Another export may have made it just now.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** The path itself, or the nearest above it that is there. */
function nearestThere(place: string): string {
  const whole = path.resolve(place);
  return existsSync(whole) ? whole : nearestThere(path.dirname(whole));
}

/**
 * Refuses files that nothing can be renamed to, or that would be missed.
 * @throws UsageError
 */
export function assertReplaceable(file: string, inventory: Inventory): void {
  const directory = path.dirname(path.resolve(file));
  if (!existsSync(directory))
    throw new UsageError(`There is no directory ${directory}: make it, or name another file.`);
  if (isInsideVolume(directory, inventory.scan.volume))
    throw new UsageError(
      `${file} lies inside the volume ${inventory.scan.volume}: export to another place, or to - for stdout.`,
    );
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isFile())
    throw new UsageError(`${file} is no file: name one, which is then replaced, or - for stdout.`);
  const real = realpathSync(file);
  const ours = [inventory.path, verifiedPath(inventory.path)].filter((each) => existsSync(each));
  if (ours.some((each) => realpathSync(each) === real))
    throw new UsageError(`${file} belongs to the inventory itself: export to another file.`);
}
