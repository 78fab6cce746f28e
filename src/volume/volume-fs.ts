import fs from 'node:fs';
import type { FileSystemSpace } from '../facts/source.ts';
import type { ByteString } from '../registry/byte-string.ts';
import { Access, type VolumeFsOptions } from './access.ts';
import { Directories } from './directories.ts';
import { fill, readInSteps, readUpTo } from './file-content.ts';
import type { Entry, FileStat, OpenedFile, ReadFile } from './file-stat.ts';
import { OpenFiles } from './open-files.ts';

export type { VolumeFsOptions };

/** A link is 71 bytes (sha256) or 135 (sha512); one that fills this buffer is no link. */
const LINK_BUFFER_BYTES = 256;

/** A file that is open, and the symlink that led to it. */
interface Descriptor {
  readonly fd: number;
  readonly symlink?: 'inside' | 'outside';
}

/**
 * The one door to the volume: opens read-only, never blocks on a FIFO, and follows symlinks by the scan's rules.
 * What is not there, it looks for twice. Paths are relative to the root and byte for byte. Calls are synchronous, because
 * a stat from the cache takes 5 µs and a promise as much again; concurrency comes from worker threads. Errors other than
 * "nothing there" are Node's.
 */
export class VolumeFs {
  readonly #access: Access;
  readonly #directories: Directories;
  readonly #openFiles: OpenFiles;
  readonly #linkBuffer = Buffer.allocUnsafeSlow(LINK_BUFFER_BYTES);

  constructor(options: VolumeFsOptions) {
    this.#access = new Access(options);
    this.#directories = new Directories(this.#access);
    this.#openFiles = new OpenFiles(this.#access);
  }

  /** What is at `path`, or undefined where nothing is. */
  look(path: ByteString): FileStat | undefined {
    return this.#access.look(path);
  }

  /** The entries of a directory, in bytewise order; undefined where there is no directory. */
  list(path: ByteString): Entry[] | undefined {
    return this.#directories.list(path);
  }

  /**
   * The entries of a directory that may hold millions, in the directory's own order; undefined where there is none. What
   * is read in that order lies together on the disk and in the kernel's cache, where bytewise order costs a fifth more.
   */
  entries(path: ByteString): Iterable<Entry> | undefined {
    return this.#directories.entries(path);
  }

  /**
   * True where the directory of `path` has no such name, or is gone itself. A disk that names it, and has nothing there
   * when it is looked for, is no word for its being gone.
   */
  isGone(path: ByteString): boolean {
    return this.#directories.isGone(path);
  }

  /** True where something else than a directory stands. */
  isNoDirectory(path: ByteString): boolean {
    return this.#directories.isNoDirectory(path);
  }

  /**
   * Stat and content of a link file, byte for byte; undefined where nothing is there. `content` is undefined where it
   * is no regular file, and is cut at 256 bytes.
   */
  readLink(path: ByteString): ReadFile<ByteString> | undefined {
    return this.#withOpen(path, this.#readStart);
  }

  /** The first bytes of a file. */
  readStart(path: ByteString): Buffer | undefined {
    const content = this.readLink(path)?.content;
    return content === undefined ? undefined : Buffer.from(content, 'latin1');
  }

  readonly #readStart = (path: ByteString, fd: number, stat: FileStat): ReadFile<ByteString> => {
    const read = fill(fd, this.#linkBuffer, stat.bytes, () => this.#access.calls.beginRead(path));
    return { stat, content: this.#linkBuffer.toString('latin1', 0, read) };
  };

  /**
   * A whole file of at most `limit` bytes, undefined content where it is longer or no regular file; undefined where
   * nothing is there. At most `limit` + 1 bytes are read.
   */
  readWhole(path: ByteString, limit: number): ReadFile<Buffer> | undefined {
    const beginRead = () => this.#access.calls.beginRead(path);
    return this.#withOpen(path, (_, fd, stat) => ({
      stat,
      content: stat.bytes > limit ? undefined : readUpTo(fd, stat.bytes, limit, beginRead),
    }));
  }

  /**
   * Reads a whole file, however large: `take` is given the bytes of each step, which are overwritten by the next. The
   * stat of what was read, or of what stands there and is no regular file; undefined where nothing is there.
   */
  readThrough(path: ByteString, take: (bytes: Buffer) => void): FileStat | undefined {
    const beginRead = () => this.#access.calls.beginRead(path);
    const opened = this.#withOpen(path, (_, fd, stat) => {
      readInSteps(fd, beginRead, take);
      return { stat, content: undefined };
    });
    return opened?.stat;
  }

  /**
   * Opens a file for whoever passes on its bytes to others: no symlink in its place is followed that leads out of the
   * volume, be others followed or not. What stands there instead where it is no regular file, or leads outside; undefined
   * where nothing is there. The caller closes it, be it in another thread.
   */
  openFile(path: ByteString): OpenedFile | FileStat | undefined {
    return this.#openFiles.open(path);
  }

  /** Bytes of an open file from `position`, in memory of their own; fewer where it ends before. */
  readFile(file: OpenedFile, position: number, length: number): Buffer {
    return this.#openFiles.read(file, position, length);
  }

  closeFile(file: OpenedFile): void {
    this.#openFiles.close(file);
  }

  #withOpen<Content>(
    path: ByteString,
    read: (path: ByteString, fd: number, stat: FileStat) => ReadFile<Content>,
  ): ReadFile<Content> | undefined {
    const opened = this.#open(path);
    if (opened === undefined) return undefined;
    if (!('fd' in opened)) return { stat: opened, content: undefined };
    const { fd, symlink } = opened;
    try {
      const plain = this.#access.statOf(fd, path);
      const stat = symlink === undefined ? plain : { ...plain, symlink };
      return stat.kind === 'file' ? read(path, fd, stat) : { stat, content: undefined };
    } finally {
      fs.closeSync(fd);
    }
  }

  /** An open file; or what stands there instead; or undefined where nothing does. */
  #open(path: ByteString): Descriptor | FileStat | undefined {
    const { symlinks, opener, calls } = this.#access;
    if (symlinks.isWayBarred(path)) return undefined;
    try {
      const fd = this.#access.unlessMissing(path, () => opener.open(this.#access.absolute(path)));
      return fd === undefined ? undefined : { fd };
    } catch (error) {
      const target = this.#access.lookInstead(path, error);
      if (target?.kind !== 'file' || target.symlink === undefined) return target;
      calls.begin(path);
      return {
        fd: opener.open(this.#access.absolute(path), { followsSymlink: true }),
        symlink: target.symlink,
      };
    }
  }

  /** What statfs calls the type of the root's file system; undefined where it tells none. */
  fileSystemType(): number | undefined {
    try {
      return fs.statfsSync(this.#access.absolute('')).type;
    } catch {
      return undefined;
    }
  }

  /** How much room the file system of `path` has, in bytes; undefined where it does not tell. */
  space(path: ByteString): FileSystemSpace | undefined {
    const { symlinks } = this.#access;
    if (symlinks.isWayBarred(path) || symlinks.isBarred(path)) return undefined;
    try {
      const { bsize, blocks, bavail } = fs.statfsSync(this.#access.absolute(path));
      // Some (FUSE, object stores mounted as a disk) tell no size, and a share of nothing is no share.
      return blocks > 0 ? { bytes: blocks * bsize, availableBytes: bavail * bsize } : undefined;
    } catch {
      return undefined;
    }
  }

  /** How many calls went through the door. */
  get calls(): number {
    return this.#access.calls.count;
  }
}
