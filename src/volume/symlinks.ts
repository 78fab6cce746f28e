import fs from 'node:fs';
import { type ByteString, toFsPath } from '../registry/byte-string.ts';
import { type FileStat, NOTHING, toFileStat } from './file-stat.ts';
import { errorCode } from './system-error.ts';
import { twice } from './twice.ts';
import type { VolumeCalls } from './volume-calls.ts';

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
  readonly #calls: VolumeCalls;
  /** With `staysInside`: directories met, and whether they lie outside. */
  readonly #outside = new Map<ByteString, boolean>();

  constructor(root: ByteString, staysInside: boolean, calls: VolumeCalls) {
    this.#root = root;
    this.#staysInside = staysInside;
    this.#calls = calls;
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
    try {
      const found = twice(() => this.#stat(path));
      return found ?? { ...NOTHING, kind: 'dangling', symlink: 'inside' };
    } catch (error) {
      if (errorCode(error) === 'ELOOP') return { ...NOTHING, kind: 'loop', symlink: 'inside' };
      throw error;
    }
  }

  #stat(path: ByteString): FileStat {
    const symlink = this.#holds(this.#real(path)) ? 'inside' : 'outside';
    this.#calls.begin(path);
    const stat = toFileStat(fs.statSync(absolutePath(this.#root, path)));
    const isBarred = symlink === 'outside' && this.#staysInside;
    return { ...stat, kind: isBarred ? 'not-followed' : stat.kind, symlink };
  }

  #real(path: ByteString): ByteString {
    this.#calls.begin(path);
    return fs.realpathSync.native(absolutePath(this.#root, path), 'latin1');
  }

  /** The real path of what is behind the symlink at `path`, where that lies inside the volume. */
  targetInside(path: ByteString): ByteString | undefined {
    const real = twice(() => this.#real(path));
    return real !== undefined && this.#holds(real) ? real : undefined;
  }

  /**
   * Whether an open file lies inside the volume, by what the system says of its descriptor, which cannot change any more;
   * where it says nothing (it is no Linux), by where the path leads that it was opened by.
   */
  isInside(fd: number, path: ByteString): boolean {
    const real =
      twice(() => fs.readlinkSync(`/proc/self/fd/${fd}`, 'latin1')) ??
      twice(() => fs.realpathSync.native(toFsPath(path), 'latin1'));
    return real !== undefined && this.#holds(real);
  }

  #leadsOutside(directory: ByteString): boolean {
    const known = this.#outside.get(directory);
    if (known !== undefined) return known;
    if (this.#outside.size > REMEMBERED_DIRECTORIES) this.#outside.clear();
    const real = twice(() => this.#real(directory));
    const isOutside = real !== undefined && !this.#holds(real);
    this.#outside.set(directory, isOutside);
    return isOutside;
  }

  #holds(real: ByteString): boolean {
    return real === this.#root || real.startsWith(`${this.#root}/`);
  }
}
