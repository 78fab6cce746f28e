import type { Digest } from '../registry/digest.ts';

/** What came of hashing a blob's file. A *sound* blob is one whose bytes hash to its digest. */
export interface HashedBlob {
  readonly digest: Digest;
  /** `mismatch`: wrong on two readings. `transient`: wrong or unreadable on the first, right on the second. */
  readonly outcome: 'sound' | 'mismatch' | 'transient' | 'missing' | 'unreadable';
  /** As the file was when it was hashed; 0 where it could not be. */
  readonly bytes: number;
  readonly inode: number;
  readonly modifiedAt: number;
  readonly changedAt: number;
  /** What its bytes hash to, where that is another digest; of a `transient` one, on the first reading. */
  readonly actual?: Digest;
  /** Why it could not be read: the error's code, or what stands in place of the file. */
  readonly detail?: string;
}
