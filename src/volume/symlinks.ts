import fs from 'node:fs';
import { type ByteString, toFsPath } from '../registry/byte-string.ts';
import { type FileStat, NOTHING, toFileStat } from './file-stat.ts';
import { errorCode, ignoreMissing, MISSING } from './system-error.ts';

/** A path relative to the root, as the file system takes it. */
export function absolutePath(root: ByteString, path: ByteString): string | Buffer {
  return toFsPath(path === '' ? root : `${root}/${path}`);
}

const REMEMBERED_DIRECTORIES = 10_000;

/**
 * The symlinks of a volume: where they lead, and whether that may be looked at. The registry follows every one, so a
 * scan does too, unless it is told to stay inside: then what lies outside is not there, however it is reached.
 */
export class Symlinks {
  readonly #root: ByteString;
  readonly #staysInside: boolean;
  /** With `staysInside`: directories met, and whether they lie outside. */
  readonly #outside = new Map<ByteString, boolean>();

  constructor(root: ByteString, staysInside: boolean) {
    this.#root = root;
    this.#staysInside = staysInside;
  }

  /** True where what is in a directory may not be looked at, because it lies outside. */
  isBarred(directory: ByteString): boolean {
    return this.#staysInside && this.#leadsOutside(directory);
  }

  /** True where `path` may not be looked at, because the way to it leads outside. */
  isWayBarred(path: ByteString): boolean {
    if (!this.#staysInside) return false;
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    return parent !== '' && this.#leadsOutside(parent);
  }

  /** What is behind the symlink at `path`. */
  follow(path: ByteString): FileStat {
    const absolute = absolutePath(this.#root, path);
    try {
      const real = fs.realpathSync.native(absolute, 'latin1');
      const symlink = this.#holds(real) ? 'inside' : 'outside';
      const stat = toFileStat(fs.statSync(absolute));
      const isBarred = symlink === 'outside' && this.#staysInside;
      return { ...stat, kind: isBarred ? 'not-followed' : stat.kind, symlink };
    } catch (error) {
      const code = errorCode(error);
      if (MISSING.has(code)) return { ...NOTHING, kind: 'dangling', symlink: 'inside' };
      if (code === 'ELOOP') return { ...NOTHING, kind: 'loop', symlink: 'inside' };
      throw error;
    }
  }

  /** The real path of what is behind the symlink at `path`, where that lies inside the volume. */
  targetInside(path: ByteString): ByteString | undefined {
    const absolute = absolutePath(this.#root, path);
    const real = ignoreMissing(() => fs.realpathSync.native(absolute, 'latin1'));
    return real !== undefined && this.#holds(real) ? real : undefined;
  }

  #leadsOutside(directory: ByteString): boolean {
    const known = this.#outside.get(directory);
    if (known !== undefined) return known;
    if (this.#outside.size > REMEMBERED_DIRECTORIES) this.#outside.clear();
    const real = ignoreMissing(() => fs.realpathSync.native(absolutePath(this.#root, directory), 'latin1'));
    const isOutside = real !== undefined && !this.#holds(real);
    this.#outside.set(directory, isOutside);
    return isOutside;
  }

  #holds(real: ByteString): boolean {
    return real === this.#root || real.startsWith(`${this.#root}/`);
  }
}
