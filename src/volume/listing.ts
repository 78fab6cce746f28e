import fs from 'node:fs';
import type { ByteString } from '../registry/byte-string.ts';
import { errorCode } from './system-error.ts';

/** What a directory names. Where nothing of what it may be is so, only a look at it tells. */
export interface Named {
  readonly name: ByteString;
  isFile(): boolean;
  isDirectory(): boolean;
}

const STREAMED_ENTRIES = 1024;
const untold = () => false;

/**
 * What a directory names. Where the file system tells no types with the names (ext without `filetype`, XFS without
 * `ftype`, some FUSE), Node looks at each: by a name that it takes for UTF-8 text, not at all below a path of bytes, and
 * one that vanished meanwhile hides all. Then the names are all that is asked for.
 */
export function listWhole(absolute: string | Buffer): Named[] {
  try {
    return fs.readdirSync(absolute, { withFileTypes: true, encoding: 'latin1' });
  } catch (error) {
    if (!isOfAnEntry(error)) throw error;
    const names = fs.readdirSync(absolute, 'latin1');
    return names.map((name) => ({ name, isFile: untold, isDirectory: untold }));
  }
}

function isOfAnEntry(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).syscall === 'lstat' || errorCode(error) === 'ERR_INVALID_ARG_TYPE';
}

/** The same of a directory that may hold millions, as it is read; the caller ends it. */
export function openListing(absolute: string | Buffer): { next(): Named | null; close(): void } {
  // Names as bytes, because by these Node finds what it has to look at.
  const encoding = 'buffer' as BufferEncoding;
  const directory = fs.opendirSync(absolute, { bufferSize: STREAMED_ENTRIES, encoding });
  return { next: () => toNamed(directory.readSync()), close: () => directory.closeSync() };
}

function toNamed(entry: fs.Dirent | null): Named | null {
  if (entry === null) return null;
  const name = (entry.name as unknown as Buffer).toString('latin1');
  return { name, isFile: () => entry.isFile(), isDirectory: () => entry.isDirectory() };
}
