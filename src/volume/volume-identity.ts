import type { ByteString } from '../registry/byte-string.ts';
import { BLOBS, REPOSITORIES, V2 } from '../registry/layout.ts';
import { type FileStat, identityOf } from './file-stat.ts';

/** The directories that tell a volume from another: where a disk is unmounted, or its server goes, others stand there, or none. */
const DIRECTORIES: readonly ByteString[] = ['', V2, BLOBS, REPOSITORIES];

/** What is at a path: nothing, or what the disk does not tell. */
type Looked = FileStat | 'unreadable' | undefined;

/** Which volume this is, to be compared with what it is later. */
export type VolumeIdentity = readonly Looked[];

export function identifyVolume(look: (path: ByteString) => Looked): VolumeIdentity {
  return DIRECTORIES.map((path) => {
    const looked = look(path);
    return typeof looked === 'object' && looked.kind !== 'directory' ? undefined : looked;
  });
}

/** The first directory that is another than before, went or came; undefined where nothing says that one is. */
export function replacedDirectory(before: VolumeIdentity, now: VolumeIdentity): ByteString | undefined {
  // Where the system does not tell when a file was born, the time of its last change stands there.
  const tellsBirths = before.some((stat) => typeof stat === 'object' && stat.bornAt !== stat.changedAt);
  return DIRECTORIES.find((_, index) => !isSame(before[index], now[index], tellsBirths));
}

/**
 * True of one directory. Numbers alone do not tell: a disk that is mounted in the place of another may get its number,
 * and a file system gives out the same inodes to whatever is first put on it. When it was made tells.
 */
function isSame(before: Looked, now: Looked, tellsBirths: boolean): boolean {
  if (before === 'unreadable' || now === 'unreadable') return true;
  if (before === undefined || now === undefined) return before === now;
  return identityOf(before) === identityOf(now) && (before.bornAt === now.bornAt || !tellsBirths);
}
