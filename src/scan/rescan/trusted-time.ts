import type { VolumeFs } from '../../volume/volume-fs.ts';

/** The clock of a file server is at most so far behind the host's; what is older is old. */
export const CLOCK_LAG_US = 600_000_000;
/** `f_type` of file systems that take the time from the host (statfs(2)): ext, XFS, btrfs, ZFS, tmpfs, overlayfs, F2FS. */
const LOCAL = new Set([0xef53, 0x58465342, 0x9123683e, 0x2fc12fc1, 0x01021994, 0x794c7630, 0xf2f52010]);

/**
 * Since when times are not trusted, in microseconds since 1970: something changed within one tick of the volume's clock,
 * once before and once after it was looked at, bears the same time. The clock of a file server may be behind the
 * host's: there the volume's newest file says how late it is at least.
 */
export function trustedBefore(
  fs: VolumeFs,
  scannedAt: number,
  newestAt: number,
  granularityMs: number,
): number {
  const now = LOCAL.has(fs.fileSystemType() ?? 0)
    ? scannedAt
    : Math.min(scannedAt, Math.max(newestAt, scannedAt - CLOCK_LAG_US));
  return now - granularityMs * 1000;
}
