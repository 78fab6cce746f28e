import * as fs from 'node:fs';
import * as path from 'node:path';

const DATA = /blobs\/sha(?:256|384|512)\/(..)\/\1[0-9a-f]+\/data$/;

/**
 * Holds every blob's file open, whatever its names, until the returned function is called: that tells how many bytes the
 * disk has back since, because the kernel knows which of them have no name any more.
 */
export function holdBlobs(volume: string): () => number {
  const paths = fs.readdirSync(volume, { recursive: true, encoding: 'utf8' });
  const files = paths
    .map((each) => path.join(volume, each))
    .filter((each) => DATA.test(each) && isFile(each));
  const held = files.map((file) => fs.openSync(file, 'r'));
  return () => {
    const gone = held.map((fd) => fs.fstatSync(fd)).filter(({ nlink }) => nlink === 0);
    for (const fd of held) fs.closeSync(fd);
    const sizes = new Map(gone.map(({ ino, size }) => [ino, size]));
    return [...sizes.values()].reduce((sum, size) => sum + size, 0);
  };
}

function isFile(file: string): boolean {
  // What a symlink leads to is held where it really is, or no blob's removal takes it.
  return fs.lstatSync(file).isFile();
}
