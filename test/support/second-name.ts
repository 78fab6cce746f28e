import * as fs from 'node:fs';
import type { VolumeBuilder } from './volume-builder.ts';
import type { NamedFile, VolumeOp } from './volume-op.ts';
import { BLOBS, uploadPath } from './volume-paths.ts';

const FILES: Record<NamedFile, RegExp> = {
  blob: new RegExp(`^${BLOBS}/sha(256|512)/../[0-9a-f]{64,128}/data$`),
  upload: /_uploads\/[^/]+\/data$/,
  // A plain file in place of a tag counts as one of the repository's links.
  stray: /^[^/]+$|(?<!tags\/)\.DS_Store$/,
};

/** Gives a file of a volume one more name, a hard link or a symlink, as tools do that look for files that are the same. */
export function giveSecondName(
  volume: VolumeBuilder,
  { of, pick, in: place, other, symlink }: Extract<VolumeOp, { op: 'secondName' }>,
): void {
  const file = choose(volume, of, pick);
  const name = place === 'blob' ? choose(volume, 'blob', other) : NEW_NAMES[place](volume, other);
  if (file === undefined || name === undefined || name === file) return;
  // What a layer would lead to if it were a manifest is no question of names.
  if (place === 'blob' && fs.readFileSync(volume.resolve(file), 'latin1').startsWith('{')) return;
  volume.remove(name);
  if (symlink) volume.symlink(name, volume.resolve(file));
  else volume.hardLink(name, file);
}

const NEW_NAMES = {
  upload: (_: VolumeBuilder, number: number) => `${uploadPath('a', `${number}`)}/data`,
  stray: (_: VolumeBuilder, number: number) => `second names/${number}`,
  outside: ({ dir }: VolumeBuilder, number: number) =>
    `../${dir.slice(dir.lastIndexOf('/') + 1)}-outside/${number}`,
};

function choose(volume: VolumeBuilder, of: NamedFile, pick: number): string | undefined {
  const files = fs
    .readdirSync(volume.dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(volume.dir.length + 1))
    .filter((path) => FILES[of].test(path))
    .sort();
  return files[pick % files.length];
}
