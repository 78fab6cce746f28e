import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** What a file had been accessed before all tests: reading it would set another. */
const LONG_AGO = new Date('2001-02-03T04:05:06Z');

/** Makes the files of a tree as if nobody had read them for long: any reading that sets times shows. */
export function leaveUnread(directory: string): void {
  for (const file of walk(directory)) {
    const stat = fs.lstatSync(file);
    if (stat.isFile()) fs.utimesSync(file, LONG_AGO, stat.mtime);
  }
}

/** The files of a tree that somebody has read since. */
export function readSince(directory: string): string[] {
  return walk(directory).filter((file) => {
    const stat = fs.lstatSync(file);
    return stat.isFile() && stat.atimeMs !== LONG_AGO.getTime();
  });
}

/**
 * All that can be told of a tree but for access times: names, kinds, modes, owners, sizes, inodes, times, and content. The
 * time of an inode changes with its attributes, too.
 */
export function fingerprintOf(directory: string): string[] {
  return walk(directory)
    .map((file) => {
      const { mode, uid, gid, nlink, size, ino, mtimeNs, ctimeNs } = fs.lstatSync(file, { bigint: true });
      return [file, mode, uid, gid, nlink, size, ino, mtimeNs, ctimeNs, contentOf(file)].join(' ');
    })
    .sort();
}

function contentOf(file: string): string {
  const stat = fs.lstatSync(file);
  if (stat.isSymbolicLink()) return fs.readlinkSync(file);
  if (!stat.isFile()) return '';
  const fd = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NOATIME);
  try {
    return createHash('sha256').update(fs.readFileSync(fd)).digest('hex');
  } finally {
    fs.closeSync(fd);
  }
}

function walk(directory: string): string[] {
  const entries = fs.readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return [directory, ...entries.map((entry) => path.join(directory, entry))];
}
