import type { BlobStore } from './blob-store.ts';

/** Whether manifests say of blobs the sizes that these have. */
export class DescribedSizes {
  /** False once a manifest may say another size of a blob than it has, or than any can have. */
  doAgree = true;
  readonly #blobs: BlobStore;

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /** Takes the size that a manifest says of a blob. */
  compare(blob: number, described: number): void {
    const isAbsurd = described < 0 || described === Number.MAX_SAFE_INTEGER;
    const isAnother = this.#blobs.isPresent(blob) && this.#blobs.bytesOf(blob) !== described;
    if (isAbsurd || isAnother) this.doAgree = false;
  }
}
