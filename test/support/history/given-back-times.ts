import * as fs from 'node:fs';
import type { ChangingVolume } from './changing-volume.ts';

const OLD_S = Math.floor(Date.now() / 1000) - 10 * 24 * 60 * 60;

/**
 * Makes a volume ten days old: five hours apart, so that times tell little. What cannot be set is when an inode was
 * changed last, which is now.
 */
export function makeOld(volume: ChangingVolume): void {
  for (const [at, { path }] of volume.standing().entries()) setTime(volume, path, OLD_S - (at % 5) * 3600);
}

/** Does something, and gives every file and directory the time back that it had; what is new is old then. */
export function givingTimesBack<T>(volume: ChangingVolume, doing: () => T): T {
  const before = timesOf(volume);
  try {
    return doing();
  } finally {
    for (const [path, time] of timesOf(volume)) {
      const last = before.get(path) ?? OLD_S;
      if (time !== last) setTime(volume, path, last);
    }
  }
}

function timesOf(volume: ChangingVolume): Map<string, number> {
  return new Map(
    volume.standing().map(({ path }) => [path, fs.lstatSync(volume.resolve(path)).mtimeMs / 1000]),
  );
}

function setTime(volume: ChangingVolume, path: string, seconds: number): void {
  fs.lutimesSync(volume.resolve(path), seconds, seconds);
}
