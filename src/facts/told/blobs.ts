import type { ByteString } from '../../registry/byte-string.ts';
import type { DigestList } from '../../registry/digest-list.ts';
import type { Seen } from '../fingerprints.ts';
import type { FileName } from './files.ts';

/** Blobs that are there. */
export interface BlobsFact {
  readonly fact: 'blobs';
  /** Set where these are all the blobs of one directory `blobs/<alg>/<xx>`. */
  readonly prefix?: Seen;
  readonly digests: DigestList;
  readonly bytes: Float64Array;
  readonly allocatedBytes: Float64Array;
  readonly modifiedAt: Float64Array;
  /** When the inode was last changed, by writing or otherwise. */
  readonly changedAt: Float64Array;
  readonly inodes: Float64Array;
  /** Blobs whose file has other names too. */
  readonly shared: readonly SharedBlob[];
}

/** A blob whose file has other names. */
export interface SharedBlob extends FileName {
  readonly row: number;
}

/** A directory `blobs/sha256/<xx>` whose blobs all are as the last scan told them. */
export interface SamePrefixFact {
  readonly fact: 'same-prefix';
  readonly path: ByteString;
  readonly blobs: number;
}

/** Every directory of blobs was told: there are no other blobs. */
export interface BlobsListedFact {
  readonly fact: 'blobs-listed';
}
