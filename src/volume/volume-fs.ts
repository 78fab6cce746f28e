import fs from 'node:fs';
import type { FileSystemSpace } from '../facts/source.ts';
import { type ByteString, isAscii, toByteString, toFsPath } from '../registry/byte-string.ts';
import { byName } from './by-name.ts';
import { falsify, fill, readInSteps, readUpTo } from './file-content.ts';
import { type Entry, type FileStat, type OpenedFile, type ReadFile, toFileStat } from './file-stat.ts';
import { joinPath } from './join-path.ts';
import { listWhole, type Named, openListing } from './listing.ts';
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

/** A link is 71 bytes (sha256) or 135 (sha512); one that fills this buffer is no link. */
const LINK_BUFFER_BYTES = 256;
/** The length of a directory file (ext4, XFS; about 80 bytes a name) up to which it is listed in one go. */
const LISTED_DIRECTORY_BYTES = 8 * 1024 * 1024;

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
  readonly #root: ByteString;
  readonly #symlinks: Symlinks;
  readonly #linkBuffer = Buffer.allocUnsafeSlow(LINK_BUFFER_BYTES);
  readonly #calls: VolumeCalls;
  readonly #opener = new Opener();

  constructor(options: VolumeFsOptions) {
    this.#root = toByteString(options.root);
    this.#calls = new VolumeCalls(options.hooks);
    this.#symlinks = new Symlinks(this.#root, options.follow === false, this.#calls);
  }

  /** What is at `path`, or undefined where nothing is. */
  look(path: ByteString): FileStat | undefined {
    const stat = this.#lstat(path);
    if (stat === undefined) return undefined;
    return stat.isSymbolicLink() ? this.#symlinks.follow(path) : toFileStat(stat);
  }

  /** The entries of a directory, in bytewise order; undefined where there is no directory. */
  list(path: ByteString): Entry[] | undefined {
    return this.#listUnsorted(path)?.sort(byName);
  }

  #listUnsorted(path: ByteString): Entry[] | undefined {
    if (this.#symlinks.isBarred(path)) return undefined;
    const entries = this.#unlessMissing(path, () => listWhole(this.#absolute(path)));
    return entries && [...this.#resolveAll(path, this.#calls.listed(entries))];
  }

  /**
   * The entries of a directory that may hold millions, in the directory's own order; undefined where there is none. What
   * is read in that order lies together on the disk and in the kernel's cache, where bytewise order costs a fifth more.
   */
  entries(path: ByteString): Iterable<Entry> | undefined {
    // An open directory costs as much as reading 20 entries, so that only large ones are worth a stream.
    const stat = this.#lstat(path);
    if (stat !== undefined && stat.size <= LISTED_DIRECTORY_BYTES) return this.#listUnsorted(path);
    const entries = this.#stream(path);
    return entries && this.#resolveAll(path, entries);
  }

  *#resolveAll(path: ByteString, entries: Iterable<Named>): Generator<Entry> {
    for (const entry of entries) {
      const resolved = this.#resolve(path, entry);
      if (resolved !== undefined) yield resolved;
    }
  }

  /**
   * True where the directory of `path` has no such name, or is gone itself. A disk that names it, and has nothing there
   * when it is looked for, is no word for its being gone.
   */
  isGone(path: ByteString): boolean {
    if (path === '') return false;
    const at = path.lastIndexOf('/');
    const directory = path.slice(0, Math.max(0, at));
    if (this.#symlinks.isWayBarred(path)) return true;
    const entries = this.#stream(directory);
    if (entries === undefined) return this.isNoDirectory(directory) || this.isGone(directory);
    const name = path.slice(at + 1);
    for (const entry of entries) if (entry.name === name) return false;
    return true;
  }

  /** True where something else than a directory stands. */
  isNoDirectory(path: ByteString): boolean {
    const stat = this.look(path);
    return stat !== undefined && stat.kind !== 'directory';
  }

  /** What a directory names, as it is read; undefined where there is none. */
  #stream(path: ByteString): Iterable<Named> | undefined {
    if (this.#symlinks.isBarred(path)) return undefined;
    const listing = this.#unlessMissing(path, () => openListing(this.#absolute(path)));
    return listing && this.#readAll(path, listing);
  }

  *#readAll(path: ByteString, listing: ReturnType<typeof openListing>): Generator<Named> {
    try {
      const next = () => {
        this.#calls.begin(path);
        return listing.next();
      };
      for (let entry = next(); entry !== null; entry = next()) yield entry;
    } finally {
      listing.close();
    }
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
    const read = fill(fd, this.#linkBuffer, stat.bytes, () => this.#calls.beginRead(path));
    return { stat, content: this.#linkBuffer.toString('latin1', 0, read) };
  };

  /**
   * A whole file of at most `limit` bytes, undefined content where it is longer or no regular file; undefined where
   * nothing is there. At most `limit` + 1 bytes are read.
   */
  readWhole(path: ByteString, limit: number): ReadFile<Buffer> | undefined {
    const beginRead = () => this.#calls.beginRead(path);
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
    const beginRead = () => this.#calls.beginRead(path);
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
    if (this.#symlinks.isWayBarred(path)) return undefined;
    try {
      return this.#unlessMissing(path, () => this.#openRegular(this.#absolute(path), path));
    } catch (error) {
      return this.#openInside(path, error);
    }
  }

  #openInside(path: ByteString, error: unknown): OpenedFile | FileStat | undefined {
    const target = this.#lookInstead(path, error);
    const real = target?.kind === 'file' ? this.#symlinks.targetInside(path) : undefined;
    return real === undefined || target === undefined ? target : this.#openBehindSymlink(real, path, target);
  }

  /** By the time of the opening anything on the way may be another: what counts is where the open file lies. */
  #openBehindSymlink(
    real: ByteString,
    path: ByteString,
    target: FileStat,
  ): OpenedFile | FileStat | undefined {
    try {
      const opened = this.#unlessMissing(path, () => this.#openRegular(toFsPath(real), path));
      if (opened === undefined || !('fd' in opened) || this.#symlinks.isInside(opened.fd, real))
        return opened;
      this.closeFile(opened);
    } catch (error) {
      const code = errorCode(error);
      if (code !== 'ELOOP' && code !== 'ENXIO') throw error;
    }
    return { ...target, symlink: 'outside' };
  }

  #openRegular(absolute: string | Buffer, path: ByteString): OpenedFile | FileStat {
    const fd = this.#opener.open(absolute);
    let opened: OpenedFile | undefined;
    try {
      const stat = this.#statOf(fd, path);
      if (stat.kind !== 'file') return stat;
      opened = { fd, path, stat };
      return opened;
    } finally {
      if (opened === undefined) fs.closeSync(fd);
    }
  }

  /** Bytes of an open file from `position`, in memory of their own; fewer where it ends before. */
  readFile({ fd, path }: OpenedFile, position: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafeSlow(length);
    let used = 0;
    while (used < length) {
      const falsified = this.#calls.beginRead(path);
      const read = fs.readSync(fd, buffer, used, length - used, position + used);
      const given = falsify(falsified, buffer, used, read);
      if (given === 0) break;
      used += given;
    }
    return used === length ? buffer : buffer.subarray(0, used);
  }

  closeFile({ fd }: OpenedFile): void {
    fs.closeSync(fd);
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
      const plain = this.#statOf(fd, path);
      const stat = symlink === undefined ? plain : { ...plain, symlink };
      return stat.kind === 'file' ? read(path, fd, stat) : { stat, content: undefined };
    } finally {
      fs.closeSync(fd);
    }
  }

  #statOf(fd: number, path: ByteString): FileStat {
    this.#calls.begin(path);
    return toFileStat(fs.fstatSync(fd));
  }

  /** An open file; or what stands there instead; or undefined where nothing does. */
  #open(path: ByteString): Descriptor | FileStat | undefined {
    if (this.#symlinks.isWayBarred(path)) return undefined;
    try {
      const fd = this.#unlessMissing(path, () => this.#opener.open(this.#absolute(path)));
      return fd === undefined ? undefined : { fd };
    } catch (error) {
      const target = this.#lookInstead(path, error);
      if (target?.kind !== 'file' || target.symlink === undefined) return target;
      this.#calls.begin(path);
      const fd = this.#opener.open(this.#absolute(path), { followsSymlink: true });
      return { fd, symlink: target.symlink };
    }
  }

  /** What stands where something could not be opened because it is a symlink, a FIFO or a socket. */
  #lookInstead(path: ByteString, error: unknown): FileStat | undefined {
    const code = errorCode(error);
    if (code !== 'ELOOP' && code !== 'ENXIO') throw error;
    const stat = this.look(path);
    // A file that is none of these, and could not be opened all the same.
    if (stat?.kind === 'file' && stat.symlink === undefined) throw error;
    return stat;
  }

  #lstat(path: ByteString): fs.Stats | undefined {
    if (this.#symlinks.isWayBarred(path)) return undefined;
    return this.#unlessMissing(path, () => fs.lstatSync(this.#absolute(path), { throwIfNoEntry: false }));
  }

  /** What a call gives; undefined where it says twice that nothing is there. */
  #unlessMissing<T>(path: ByteString, act: () => T | undefined): T | undefined {
    return twice(() => {
      this.#calls.begin(path);
      return act();
    });
  }

  /** What a name stands for; undefined where it is gone meanwhile. */
  #resolve(directory: ByteString, entry: Named): Entry | undefined {
    const name = entry.name;
    // Where listings hold no types Node looked, and at another name than this.
    const isTold = isAscii(name);
    if (isTold && entry.isFile()) return { name, kind: 'file' };
    if (isTold && entry.isDirectory()) return { name, kind: 'directory' };
    // A symlink, something special, or a file system that does not tell the type with the name.
    const path = joinPath(directory, name);
    const stat = this.look(path);
    if (stat === undefined) return this.isGone(path) ? undefined : { name, kind: 'dangling' };
    return stat.symlink === undefined
      ? { name, kind: stat.kind }
      : { name, kind: stat.kind, symlink: stat.symlink };
  }

  #absolute(path: ByteString): string | Buffer {
    return absolutePath(this.#root, path);
  }

  /** What statfs calls the type of the root's file system; undefined where it tells none. */
  fileSystemType(): number | undefined {
    try {
      return fs.statfsSync(this.#absolute('')).type;
    } catch {
      return undefined;
    }
  }

  /** How much room the file system of `path` has, in bytes; undefined where it does not tell. */
  space(path: ByteString): FileSystemSpace | undefined {
    if (this.#symlinks.isWayBarred(path) || this.#symlinks.isBarred(path)) return undefined;
    try {
      const { bsize, blocks, bavail } = fs.statfsSync(this.#absolute(path));
      // Some (FUSE, object stores mounted as a disk) tell no size, and a share of nothing is no share.
      return blocks > 0 ? { bytes: blocks * bsize, availableBytes: bavail * bsize } : undefined;
    } catch {
      return undefined;
    }
  }

  /** How many calls went through the door. */
  get calls(): number {
    return this.#calls.count;
  }
}
