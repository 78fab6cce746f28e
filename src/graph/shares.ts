/** How the blobs of one of several groups divide: repositories, namespaces, tags, kinds. */
export interface Share {
  /** All its blobs. */
  bytes: number;
  /** Those that no other group has. */
  uniqueBytes: number;
  /** Each blob's bytes divided by the number of groups that have it: over all groups it adds up to their blobs. */
  fairShareBytes: number;
}

/** Calls `visit` once for every blob of a group. */
export type VisitGroup = (group: number, visit: (blob: number) => void) => void;

/** By blob id: in how many of the groups 1 to `groups` it is. */
export function countHolders(visitGroup: VisitGroup, groups: number, blobs: number): Int32Array {
  const holders = new Int32Array(blobs + 1);
  for (let group = 1; group <= groups; group++) {
    visitGroup(group, (blob) => {
      holders[blob]!++;
    });
  }
  return holders;
}

/** The share of each group; index 0 is unused. */
export function sumShares(
  visitGroup: VisitGroup,
  groups: number,
  holders: Int32Array,
  bytesOf: (blob: number) => number,
): Share[] {
  const shares: Share[] = [{ bytes: 0, uniqueBytes: 0, fairShareBytes: 0 }];
  for (let group = 1; group <= groups; group++) {
    const share: Share = { bytes: 0, uniqueBytes: 0, fairShareBytes: 0 };
    visitGroup(group, (blob) => {
      const bytes = bytesOf(blob);
      share.bytes += bytes;
      share.fairShareBytes += bytes / (holders[blob] as number);
      if (holders[blob] === 1) share.uniqueBytes += bytes;
    });
    shares.push(share);
  }
  return shares;
}
