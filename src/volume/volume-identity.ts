import type { ByteString } from '../registry/byte-string.ts';
import { BLOBS, REPOSITORIES, V2 } from '../registry/layout.ts';
import { type FileStat, identityOf } from './file-stat.ts';
import { isSystemError } from './system-error.ts';
import type { VolumeFs } from './volume-fs.ts';

/** The directories that tell a volume from another: where a disk is unmounted, or its server goes, others stand there, or none. */
export const VOLUME_DIRECTORIES: readonly ByteString[] = ['', V2, BLOBS, REPOSITORIES];

/** Which directory stands there; undefined where none does. */
export function identifyDirectory(stat: FileStat | undefined): string | undefined {
  return stat?.kind === 'directory' ? identityOf(stat) : undefined;
}

/** Which volume this is: its directories, of which the disk may keep some to itself. */
export type VolumeIdentity = ReadonlyArray<string | undefined | 'unreadable'>;

export function identifyVolume(fs: VolumeFs): VolumeIdentity {
  return VOLUME_DIRECTORIES.map((path) => {
    try {
      return identifyDirectory(fs.look(path));
    } catch (error) {
      if (isSystemError(error)) return 'unreadable';
      throw error;
    }
  });
}

/** True where nothing says that it is another. */
export function isSameVolume(before: VolumeIdentity, now: VolumeIdentity): boolean {
  return before.every((each, index) => [each, 'unreadable'].includes(now[index]) || each === 'unreadable');
}
