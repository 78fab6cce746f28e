import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import fg from 'fast-glob';
import { V2 } from '../registry/layout.ts';

/** How deep below a given directory a volume is looked for, and below which name. */
const SEARCH_DEPTH = 6;

/** Where registries keep their volumes: the official image, Debian's package, docker's and podman's named volumes. */
const USUAL_PLACES = [
  '/var/lib/registry',
  '/var/lib/docker-registry',
  '/var/lib/docker/volumes/*/_data',
  '/var/lib/containers/storage/volumes/*/_data',
  '/var/opt/gitlab/gitlab-rails/shared/registry',
  '/data/registry',
];

/**
 * The root directories of the registry volumes that `given` names: the root directory itself, its `docker/registry/v2`
 * or anything between, or a directory above some. Real paths, sorted; empty where there is none.
 */
export async function findVolumes(given: string): Promise<string[]> {
  const start = path.resolve(given);
  const around = [start, '..', '../..', '../../..'].map((up) => path.resolve(start, up));
  const depthBelow = (root: string) => path.relative(root, start);
  const root = around.find((candidate) => isVolume(candidate) && V2.startsWith(depthBelow(candidate)));
  if (root !== undefined) return [realpathSync(root)];
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) return [];
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

/** Volumes in the places where registries keep theirs. */
export async function findUsualVolumes(): Promise<string[]> {
  const found = await fg(
    USUAL_PLACES.map((place) => `${place}/${V2}`),
    { onlyDirectories: true, suppressErrors: true, absolute: true },
  );
  return roots(found);
}

function roots(v2Directories: readonly string[]): string[] {
  const real = v2Directories.map((directory) => realpathSync(directory.slice(0, -V2.length - 1)));
  return [...new Set(real)].sort();
}

function isVolume(root: string): boolean {
  try {
    return statSync(path.join(root, V2)).isDirectory();
  } catch {
    return false;
  }
}
