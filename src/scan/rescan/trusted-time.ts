/** The clock of a file server is at most so far behind the host's; what is older is old. */
export const CLOCK_LAG_US = 600_000_000;
/** `f_type` of file systems that take the time from the host (statfs(2)): ext, XFS, btrfs, ZFS, tmpfs, overlayfs, F2FS. */
const LOCAL = new Set([0xef53, 0x58465342, 0x9123683e, 0x2fc12fc1, 0x01021994, 0x794c7630, 0xf2f52010]);
/** Of those that keep no time of an inode: FAT, exFAT. */
const WITHOUT_CHANGE_TIMES = new Set([0x4d44, 0x2011bab0]);
/** Microseconds: earlier than a file may be. */
const BEFORE_ALL = -(2 ** 52);

/** What is known of the times of a volume. */
export interface VolumeTimes {
  /** As statfs calls its type. */
  readonly fileSystem: number;
  /** Whether a file was met whose inode has another time than its content. */
  readonly timesInodes: boolean;
  /** When the scan began; microseconds since 1970, like `newestAt`. */
  readonly scannedAt: number;
  /** The newest time met. */
  readonly newestAt: number;
  readonly granularityMs: number;
}

/**
 * Since when times are not trusted, in microseconds since 1970: something changed within one tick of the volume's clock,
 * once before and once after it was looked at, bears the same time. The clock of a file server may be behind the
 * host's: there the volume's newest file says how late it is at least.
 *
 * No time is trusted where none is the inode's own (FAT; SFTP and object stores by way of FUSE): whoever copies a file
 * over another with its time leaves no trace. A registry's blobs have such times, because it renames them when they
 * are whole.
 */
export function trustedBefore(volume: VolumeTimes): number {
  const { fileSystem, timesInodes, scannedAt, newestAt, granularityMs } = volume;
  const now = LOCAL.has(fileSystem)
    ? scannedAt
    : Math.min(scannedAt, Math.max(newestAt, scannedAt - CLOCK_LAG_US));
  const isTold = LOCAL.has(fileSystem) || (timesInodes && !WITHOUT_CHANGE_TIMES.has(fileSystem));
  return isTold ? now - granularityMs * 1000 : BEFORE_ALL;
}
