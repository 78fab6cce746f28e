import type fs from 'node:fs';
import type { EntryKind } from '../facts/told.ts';
import type { ByteString } from '../registry/byte-string.ts';

export interface Entry {
  readonly name: ByteString;
  readonly kind: EntryKind;
  /** Set where the entry is a symlink: whether it leads to a place inside the volume. */
  readonly symlink?: 'inside' | 'outside';
}

export interface FileStat {
  readonly kind: EntryKind;
  readonly symlink?: 'inside' | 'outside';
  readonly bytes: number;
  /** What the file system gave it: blocks of 512 bytes. */
  readonly allocatedBytes: number;
  /** Microseconds since 1970. */
  readonly modifiedAt: number;
  /** When the inode was changed, by writing or otherwise; microseconds since 1970. */
  readonly changedAt: number;
  readonly inode: number;
  readonly device: number;
  readonly hardLinks: number;
}

/** A file that was opened: `content` is undefined where it is no regular file, or longer than asked for. */
export interface ReadFile<Content> {
  readonly stat: FileStat;
  readonly content: Content | undefined;
}

/** A file that is open, and the symlink that led to it. */
export interface OpenFile {
  readonly fd: number;
  readonly symlink?: 'inside' | 'outside';
}

/** Nothing is there: no name, a file where a directory should be, or a name that no file can have. */
export const MISSING: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

export const NOTHING = {
  bytes: 0,
  allocatedBytes: 0,
  modifiedAt: 0,
  changedAt: 0,
  inode: 0,
  device: 0,
  hardLinks: 1,
};

export function toFileStat(stat: fs.Stats): FileStat {
  const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other';
  return {
    kind,
    bytes: kind === 'file' ? stat.size : 0,
    allocatedBytes: kind === 'file' ? stat.blocks * 512 : 0,
    modifiedAt: Math.round(stat.mtimeMs * 1000),
    changedAt: Math.round(stat.ctimeMs * 1000),
    inode: stat.ino,
    device: stat.dev,
    hardLinks: stat.nlink,
  };
}

/** Says which file or directory it is, by whatever name it was reached: what counts once is told apart by it. */
export function identityOf({ device, inode }: Pick<FileStat, 'device' | 'inode'>): string {
  return `${device}:${inode}`;
}

export function isInside(path: ByteString, directory: ByteString): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

export function byName(a: Entry, b: Entry): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** Directories and files vanish while a registry works: what is not there is no error. */
export function ignoreMissing<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (MISSING.has(errorCode(error))) return undefined;
    throw error;
  }
}

/** True for an error of the file system. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && (error as NodeJS.ErrnoException).code !== undefined;
}

/** The short name of a system error: Node has none for some, such as ESTALE, and says their number instead. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code, errno } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code.startsWith('Unknown') ? `errno ${Math.abs(errno ?? 0)}` : code;
}
