import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ChangingVolume } from './changing-volume.ts';
import { choose, type Doing } from './operation.ts';
import { DIRECTORIES } from './places.ts';
import { repositoriesOf } from './references.ts';

const MOVED = Object.values(DIRECTORIES);

/** What people move, copy and link. */
export const MOVES = {
  'rename a repository': (volume, pick, how) => {
    const from = choose(repositoriesOf(volume), pick);
    if (from === undefined) return false;
    const names = [`${from}-renamed`, `${path.dirname(from)}/renamed${how}`, `${path.dirname(from)}/A_b`];
    fs.renameSync(volume.resolve(from), volume.resolve(choose(names, how) as string));
    return true;
  },
  'move a directory away': (volume, pick, how) => {
    const from = aDirectory(volume, pick, how);
    if (from === undefined) return false;
    const to = volume.nameAside();
    fs.renameSync(volume.resolve(from), to);
    volume.away.push({ from, to });
    return true;
  },
  'move back what was moved away': (volume, pick) => {
    const moved = choose(volume.away, pick);
    if (moved === undefined) return false;
    volume.away.splice(volume.away.indexOf(moved), 1);
    fs.mkdirSync(volume.resolve(path.dirname(moved.from)), { recursive: true });
    fs.rmSync(volume.resolve(moved.from), { recursive: true, force: true });
    fs.renameSync(moved.to, volume.resolve(moved.from));
    return true;
  },
  'move a directory to another disk and link to it': (volume, pick, how) => {
    const directory = aDirectory(volume, pick, how);
    if (directory === undefined) return false;
    const to = volume.nameAside();
    fs.renameSync(volume.resolve(directory), to);
    fs.symlinkSync(to, volume.resolve(directory));
    return true;
  },
  'link a directory to another': (volume, pick, how) => {
    const directory = aDirectory(volume, pick, how);
    const others = volume.directories(choose(MOVED, how) as RegExp).filter((each) => each !== directory);
    const other = choose(others, how >> 4);
    if (directory === undefined || other === undefined) return false;
    fs.rmSync(volume.resolve(directory), { recursive: true });
    fs.symlinkSync(volume.resolve(other), volume.resolve(directory));
    return true;
  },
  // As from a backup: other inodes, the same names, bytes and times.
  'replace a directory by a copy': (volume, pick, how) => {
    const directory = aDirectory(volume, pick, how);
    if (directory === undefined) return false;
    const old = volume.nameAside();
    fs.renameSync(volume.resolve(directory), old);
    fs.cpSync(old, volume.resolve(directory), { recursive: true, preserveTimestamps: true });
    return true;
  },
} satisfies Record<string, Doing>;

/** A directory of one of the kinds, each as likely as the others. */
function aDirectory(volume: ChangingVolume, pick: number, how: number): string | undefined {
  for (let tried = 0; tried < MOVED.length; tried++) {
    const found = volume.directories(choose(MOVED, how + tried) as RegExp);
    if (found.length > 0) return choose(found, pick);
  }
  return undefined;
}
