import { IS_SHARED } from '../../inventory/format/schema.ts';
import type { Inventory } from '../../inventory/read/reader.ts';

/** What lies on the disk, in bytes; every file of the volume is in exactly one of the sums. */
export interface Totals {
  readonly blobs: number;
  readonly blobBytes: number;
  readonly taggedBytes: number;
  readonly untaggedBytes: number;
  readonly unreferencedBytes: number;
  readonly uploadBytes: number;
  readonly otherBytes: number;
  readonly volumeBytes: number;
}

export function totalsOf({ scan }: Inventory): Totals {
  return {
    blobs: scan.blobs,
    blobBytes: scan.blob_bytes,
    taggedBytes: scan.tagged_bytes,
    untaggedBytes: scan.untagged_bytes,
    unreferencedBytes: scan.unreferenced_bytes,
    uploadBytes: scan.upload_bytes,
    otherBytes: scan.other_bytes,
    volumeBytes: scan.blob_bytes + scan.upload_bytes + scan.other_bytes,
  };
}

/** Set where there are such blobs. */
export interface NamedElsewhere {
  /** Blobs that are in no `uniqueBytes`, because their file has a name that is no blob's: removing them frees nothing. */
  readonly namedElsewhere?: number;
}

/** How many blobs of the volume are such. */
export function namedElsewhereOf({ database }: Inventory): NamedElsewhere {
  const namedElsewhere = Number(database.prepare(NAMED_ELSEWHERE_SQL).pluck().get());
  return namedElsewhere > 0 ? { namedElsewhere } : {};
}

const NAMED_ELSEWHERE_SQL = `SELECT count(*) FROM blob WHERE named_elsewhere = 1 AND ${IS_SHARED}`;
