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
  /** When it was made; 0 or `changedAt` where the system does not tell. */
  readonly bornAt: number;
  readonly inode: number;
  readonly device: number;
  readonly hardLinks: number;
}

/** A file that was opened: `content` is undefined where it is no regular file, or longer than asked for. */
export interface ReadFile<Content> {
  readonly stat: FileStat;
  readonly content: Content | undefined;
}

/** A regular file that is open, for every thread of the process. */
export interface OpenedFile {
  readonly fd: number;
  /** By which it was opened. */
  readonly path: ByteString;
  readonly stat: FileStat;
}

/** The numbers of what is not there. */
export const NOTHING = {
  bytes: 0,
  allocatedBytes: 0,
  modifiedAt: 0,
  changedAt: 0,
  bornAt: 0,
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
    bornAt: Math.round(stat.birthtimeMs * 1000),
    inode: stat.ino,
    device: stat.dev,
    hardLinks: stat.nlink,
  };
}

/** Says which file or directory it is, by whatever name it was reached: what counts once is told apart by it. */
export function identityOf({ device, inode }: Pick<FileStat, 'device' | 'inode'>): string {
  return `${device}:${inode}`;
}
