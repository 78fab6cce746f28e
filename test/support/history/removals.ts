import * as fs from 'node:fs';
import type { ChangingVolume } from './changing-volume.ts';
import { choose, type Doing } from './operation.ts';
import { DIRECTORIES, REPOSITORIES } from './places.ts';
import { repositoriesOf } from './references.ts';

const WHOLE = {
  'remove a repository': (volume, pick) => remove(volume, choose(repositoriesOf(volume), pick)),
  'remove all repositories': (volume) => removeInside(volume, REPOSITORIES),
  'remove all blobs': (volume) => removeInside(volume, 'docker/registry/v2/blobs/sha256'),
} satisfies Record<string, Doing>;

/** What people remove by hand, and products that keep their metadata elsewhere. */
export const REMOVALS: Readonly<Record<string, Doing>> = {
  ...WHOLE,
  ...Object.fromEntries(
    Object.entries(DIRECTORIES).map(([what, where]): [string, Doing] => [
      `remove ${what}`,
      (volume, pick) => remove(volume, choose(volume.directories(where), pick)),
    ]),
  ),
};

function remove(volume: ChangingVolume, directory: string | undefined): boolean {
  if (directory === undefined) return false;
  fs.rmSync(volume.resolve(directory), { recursive: true });
  return true;
}

function removeInside(volume: ChangingVolume, directory: string): boolean {
  const names = fs.readdirSync(volume.resolve(directory));
  for (const name of names) fs.rmSync(volume.resolve(`${directory}/${name}`), { recursive: true });
  return names.length > 0;
}
