import fs from 'node:fs';
import { errorCode } from './system-error.ts';

const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = fs.constants;
/** Linux alone has it. */
const O_NOATIME = fs.constants.O_NOATIME ?? 0;
/** The file is somebody else's, or the file system knows no such flag. */
const REFUSED: ReadonlySet<string> = new Set(['EPERM', 'EINVAL', 'EOPNOTSUPP']);
/** After so many refusals in a row the files are somebody else's: to be refused takes longer than to open. */
const MOST_REFUSALS = 16;

/**
 * Opens files for reading and nothing else. It leaves their access times alone where the system lets it, which it does
 * for root and for the owner of a file, and never waits for the writer of a FIFO.
 */
export class Opener {
  #refusals = 0;

  /** An open file; a symlink in its place is an error (ELOOP), unless it is to be followed. */
  open(absolute: string | Buffer, { followsSymlink = false } = {}): number {
    const flags = O_RDONLY | O_NONBLOCK | (followsSymlink ? 0 : O_NOFOLLOW);
    if (O_NOATIME === 0 || this.#refusals >= MOST_REFUSALS) return fs.openSync(absolute, flags);
    try {
      const fd = fs.openSync(absolute, flags | O_NOATIME);
      this.#refusals = 0;
      return fd;
    } catch (error) {
      if (!REFUSED.has(errorCode(error))) throw error;
      this.#refusals++;
      return fs.openSync(absolute, flags);
    }
  }
}
