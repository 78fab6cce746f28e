import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { VolumeError } from '../errors.ts';
import { V2 } from '../registry/layout.ts';
import { errorCode, isSystemError } from './system-error.ts';
import { searchUsualPlaces, type UsualPlaces } from './usual-places.ts';

/** How deep below a given directory a volume is looked for, and below which name. */
const SEARCH_DEPTH = 6;

/**
 * The root directories of the registry volumes that `given` names: the root directory itself, its `docker/registry/v2`
 * or anything between, or a directory above some. Real paths, sorted; empty where there is none.
 * @throws VolumeError where the disk fails on the way there.
 */
export async function findVolumes(given: string): Promise<string[]> {
  try {
    return await search(path.resolve(given));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new VolumeError(`${given} cannot be read: ${errorCode(error)}.`, { cause: error });
  }
}

async function search(start: string): Promise<string[]> {
  const around = [start, '..', '../..', '../../..'].map((up) => path.resolve(start, up));
  const depthBelow = (root: string) => path.relative(root, start);
  const root = around.find((candidate) => isVolume(candidate) && V2.startsWith(depthBelow(candidate)));
  if (root !== undefined) return [realpathSync(root)];
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) return [];
  // Loaded where it is needed: it takes as long as all else that a scan of a named volume loads.
  const { default: fg } = await import('fast-glob');
  const found = await fg(`**/${V2}`, {
    cwd: start,
    onlyDirectories: true,
    deep: SEARCH_DEPTH + V2.split('/').length,
    followSymbolicLinks: false,
    suppressErrors: true,
    absolute: true,
    // A volume's own tree may hold millions of directories: what is found is not searched.
    ignore: [`**/${V2}/*/**`, '**/proc/**', '**/sys/**', '**/node_modules/**'],
  });
  return roots(found);
}

/** Volumes in the places where registries keep theirs. Real paths, sorted. */
export async function findUsualVolumes(): Promise<string[]> {
  return [...findInUsualPlaces().volumes];
}

/**
 * The same, with what could not be read.
 * @param root the directory that stands for `/`
 */
export function findInUsualPlaces(root = '/'): UsualPlaces {
  const { volumes, unread } = searchUsualPlaces(root);
  return { volumes: realPaths(volumes), unread };
}

function roots(v2Directories: readonly string[]): string[] {
  return realPaths(v2Directories.map((directory) => directory.slice(0, -V2.length - 1)));
}

function realPaths(directories: readonly string[]): string[] {
  return [...new Set(directories.map((directory) => realpathSync(directory)))].sort();
}

function isVolume(root: string): boolean {
  try {
    return statSync(path.join(root, V2)).isDirectory();
  } catch {
    return false;
  }
}
