import fs from 'node:fs';
import { type ByteString, toByteString } from '../registry/byte-string.ts';
import { type FileStat, toFileStat } from './file-stat.ts';
import { Opener } from './opener.ts';
import { absolutePath, Symlinks } from './symlinks.ts';
import { errorCode } from './system-error.ts';
import type { Hooked } from './test-hooks.ts';
import { twice } from './twice.ts';
import { VolumeCalls } from './volume-calls.ts';

/** How a volume is read. */
export interface VolumeFsOptions extends Hooked {
  /** The registry's root directory, absolute and real. */
  readonly root: string;
  /**
   * Follow symlinks that lead out of the volume, as the registry does.
   * @default true
   */
  readonly follow?: boolean;
}

/**
 * What every access to the volume goes by: where a path leads, which symlinks are followed, that what is not there is
 * looked for twice. Paths are relative to the root.
 */
export class Access {
  readonly symlinks: Symlinks;
  readonly calls: VolumeCalls;
  readonly opener = new Opener();
  readonly #root: ByteString;

  constructor(options: VolumeFsOptions) {
    this.#root = toByteString(options.root);
    this.calls = new VolumeCalls(options.hooks);
    this.symlinks = new Symlinks(this.#root, options.follow === false, this.calls);
  }

  absolute(path: ByteString): string | Buffer {
    return absolutePath(this.#root, path);
  }

  /** What a call gives; undefined where it says twice that nothing is there. */
  unlessMissing<T>(path: ByteString, act: () => T | undefined): T | undefined {
    return twice(() => {
      this.calls.begin(path);
      return act();
    });
  }

  /** What is at `path`, a symlink unfollowed; undefined where nothing is, or none may go. */
  lstat(path: ByteString): fs.Stats | undefined {
    if (this.symlinks.isWayBarred(path)) return undefined;
    return this.unlessMissing(path, () => fs.lstatSync(this.absolute(path), { throwIfNoEntry: false }));
  }

  /** What is at `path`, or undefined where nothing is. */
  look(path: ByteString): FileStat | undefined {
    const stat = this.lstat(path);
    if (stat === undefined) return undefined;
    return stat.isSymbolicLink() ? this.symlinks.follow(path) : toFileStat(stat);
  }

  /** What stands where something could not be opened because it is a symlink, a FIFO or a socket. */
  lookInstead(path: ByteString, error: unknown): FileStat | undefined {
    if (!isNotToBeOpened(error)) throw error;
    const stat = this.look(path);
    // A file that is none of these, and could not be opened all the same.
    if (stat?.kind === 'file' && stat.symlink === undefined) throw error;
    return stat;
  }

  statOf(fd: number, path: ByteString): FileStat {
    this.calls.begin(path);
    return toFileStat(fs.fstatSync(fd));
  }
}

/** True where opening failed because something else stands there than a file. */
export function isNotToBeOpened(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ELOOP' || code === 'ENXIO';
}
