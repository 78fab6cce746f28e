import { FairSum } from './fair-sum.ts';
import type { VisitGroup } from './grouped.ts';
import type { SharedFiles } from './shared-files.ts';

/** How the blobs of one of several groups divide: repositories, namespaces, tags, kinds. */
export interface Share {
  /** All its blobs. */
  bytes: number;
  /** Those that no other group has, and whose file has no name that is no blob's: what becomes free without the group. */
  uniqueBytes: number;
  /** Each blob's bytes divided by the number of groups that have it: over all groups it adds up to their blobs. */
  fairShareBytes: number;
}

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

/** Blobs with their bytes, and which of them are one file. */
export interface SizedBlobs {
  /** The highest blob id. */
  readonly count: number;
  readonly bytesOf: (blob: number) => number;
  readonly files: SharedFiles;
}

/** The share of each group; index 0 is unused. A file counts once in a group, whatever its names. */
export function shareOut(visitGroup: VisitGroup, groups: number, blobs: SizedBlobs): Share[] {
  const visitFiles = blobs.files.visitOnce(visitGroup);
  return sumShares(visitFiles, groups, countHolders(visitFiles, groups, blobs.count), blobs);
}

/** The same where it is known in how many groups each is; `visitFiles` visits each file once. */
export function sumShares(
  visitFiles: VisitGroup,
  groups: number,
  holders: Int32Array,
  { bytesOf, files }: SizedBlobs,
): Share[] {
  const shares: Share[] = [{ bytes: 0, uniqueBytes: 0, fairShareBytes: 0 }];
  const fair = new FairSum();
  for (let group = 1; group <= groups; group++) {
    const share: Share = { bytes: 0, uniqueBytes: 0, fairShareBytes: 0 };
    visitFiles(group, (blob) => {
      const [bytes, among] = [bytesOf(blob), holders[blob] as number];
      share.bytes += bytes;
      fair.add(bytes, among);
      if (among === 1 && !files.isNamedElsewhere(blob)) share.uniqueBytes += bytes;
    });
    share.fairShareBytes = fair.take();
    shares.push(share);
  }
  return shares;
}
