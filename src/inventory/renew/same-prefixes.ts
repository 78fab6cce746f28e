import type { SamePrefixFact } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import type { BlobStore } from '../ids/blob-store.ts';
import { PREFIX_PATHS } from '../ids/prefix-paths.ts';
import type { LastBlobs } from './last-blobs.ts';

/** Directories of blobs of which all are as the last inventory has them. */
export class SamePrefixes {
  /** How many blobs are in them. */
  blobs = 0;
  readonly #paths = new Set<ByteString>();

  add({ path, blobs }: SamePrefixFact): void {
    this.#paths.add(path);
    this.blobs += blobs;
  }

  /**
   * Removes from `store` the blobs of the last inventory that were not told and are in none of these directories. True
   * where there was one.
   */
  dropUntold(store: BlobStore, { highest }: LastBlobs): boolean {
    const isSame = PREFIX_PATHS.map((path) => this.#paths.has(path));
    let isGone = false;
    for (let blob = 1; blob <= highest; blob++) {
      if (!store.isPresent(blob) || store.isTold(blob)) continue;
      if (isSame[store.digests.firstByteOf(blob) ?? -1] === true) continue;
      store.remove(blob);
      isGone = true;
    }
    return isGone;
  }
}
