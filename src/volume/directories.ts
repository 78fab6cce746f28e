import { type ByteString, isAscii } from '../registry/byte-string.ts';
import type { Access } from './access.ts';
import { byName } from './by-name.ts';
import type { Entry } from './file-stat.ts';
import { joinPath } from './join-path.ts';
import { listWhole, type Named, openListing } from './listing.ts';

/** The length of a directory file (ext4, XFS; about 80 bytes a name) up to which it is listed in one go. */
const LISTED_DIRECTORY_BYTES = 8 * 1024 * 1024;

/** What the directories of a volume name. */
export class Directories {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  /** The entries of a directory, in bytewise order; undefined where there is no directory. */
  list(path: ByteString): Entry[] | undefined {
    return this.#listUnsorted(path)?.sort(byName);
  }

  #listUnsorted(path: ByteString): Entry[] | undefined {
    if (this.#access.symlinks.isBarred(path)) return undefined;
    const entries = this.#access.unlessMissing(path, () => listWhole(this.#access.absolute(path)));
    return entries && [...this.#resolveAll(path, this.#access.calls.listed(entries))];
  }

  /** The entries of a directory that may hold millions, in the directory's own order; undefined where there is none. */
  entries(path: ByteString): Iterable<Entry> | undefined {
    // An open directory costs as much as reading 20 entries, so that only large ones are worth a stream.
    const stat = this.#access.lstat(path);
    if (stat !== undefined && stat.size <= LISTED_DIRECTORY_BYTES) return this.#listUnsorted(path);
    const entries = this.#stream(path);
    return entries && this.#resolveAll(path, entries);
  }

  /** True where the directory of `path` has no such name, or is gone itself. */
  isGone(path: ByteString): boolean {
    if (path === '') return false;
    const at = path.lastIndexOf('/');
    const directory = path.slice(0, Math.max(0, at));
    if (this.#access.symlinks.isWayBarred(path)) return true;
    const entries = this.#stream(directory);
    if (entries === undefined) return this.isNoDirectory(directory) || this.isGone(directory);
    const name = path.slice(at + 1);
    for (const entry of entries) if (entry.name === name) return false;
    return true;
  }

  /** True where something else than a directory stands. */
  isNoDirectory(path: ByteString): boolean {
    const stat = this.#access.look(path);
    return stat !== undefined && stat.kind !== 'directory';
  }

  /** What a directory names, as it is read; undefined where there is none. */
  #stream(path: ByteString): Iterable<Named> | undefined {
    if (this.#access.symlinks.isBarred(path)) return undefined;
    const listing = this.#access.unlessMissing(path, () => openListing(this.#access.absolute(path)));
    return listing && this.#readAll(path, listing);
  }

  *#readAll(path: ByteString, listing: ReturnType<typeof openListing>): Generator<Named> {
    try {
      const next = () => {
        this.#access.calls.begin(path);
        return listing.next();
      };
      for (let entry = next(); entry !== null; entry = next()) yield entry;
    } finally {
      listing.close();
    }
  }

  *#resolveAll(path: ByteString, entries: Iterable<Named>): Generator<Entry> {
    for (const entry of entries) {
      const resolved = this.#resolve(path, entry);
      if (resolved !== undefined) yield resolved;
    }
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
    const stat = this.#access.look(path);
    if (stat === undefined) return this.isGone(path) ? undefined : { name, kind: 'dangling' };
    return stat.symlink === undefined
      ? { name, kind: stat.kind }
      : { name, kind: stat.kind, symlink: stat.symlink };
  }
}
