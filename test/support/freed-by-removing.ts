import * as fs from 'node:fs';
import * as path from 'node:path';
import { blobPath } from './volume-paths.ts';

/**
 * Removes the directories of some blobs, as a collector does, and tells how many bytes of blobs the disk has back: the
 * kernel knows which of the files that were there have no name any more.
 */
export function freedByRemoving(volume: string, blobs: readonly string[], all: readonly string[]): number {
  const dataOf = (digest: string) => path.join(volume, blobPath(digest));
  const open = all
    .filter((digest) => fs.existsSync(dataOf(digest)))
    .map((digest) => fs.openSync(dataOf(digest), 'r'));
  for (const digest of blobs) fs.rmSync(path.dirname(dataOf(digest)), { recursive: true, force: true });
  const gone = open.map((fd) => fs.fstatSync(fd)).filter(({ nlink }) => nlink === 0);
  for (const fd of open) fs.closeSync(fd);
  return [...new Map(gone.map(({ ino, size }) => [ino, size])).values()].reduce((sum, size) => sum + size, 0);
}
