import { DigestListWriter } from '../../registry/digest-list.ts';
import type { Seen } from '../fingerprints.ts';
import type { BlobsFact, FileName, SharedBlob } from '../told.ts';
import { NumberColumn } from './columns.ts';

/** What a blob's file is, times in microseconds since 1970. */
interface BlobFile {
  readonly bytes: number;
  /** What it takes on the disk. */
  readonly allocatedBytes: number;
  readonly modifiedAt: number;
  /** When anything of it was changed. */
  readonly changedAt: number;
  readonly inode: number;
}

/** Rows of a {@link BlobsFact}. */
export class BlobRows {
  readonly #digests = new DigestListWriter();
  readonly #bytes = new NumberColumn();
  readonly #allocated = new NumberColumn();
  readonly #modifiedAt = new NumberColumn();
  readonly #changedAt = new NumberColumn();
  readonly #inodes = new NumberColumn();
  readonly #shared: SharedBlob[] = [];

  get count(): number {
    return this.#digests.count;
  }

  /** True where the file of one of them has another name too. */
  get haveOtherNames(): boolean {
    return this.#shared.length > 0;
  }

  /** `name` is set where the file has other names. */
  push(algorithm: string, hex: string, file: BlobFile, name?: FileName): void {
    if (name !== undefined) this.#shared.push({ row: this.count, ...name });
    this.#digests.appendHex(algorithm, hex);
    this.#bytes.push(file.bytes);
    this.#allocated.push(file.allocatedBytes);
    this.#modifiedAt.push(file.modifiedAt);
    this.#changedAt.push(file.changedAt);
    this.#inodes.push(file.inode);
  }

  /** `prefix` is set where these are all the blobs of a directory. */
  finish(prefix?: Seen): BlobsFact {
    return {
      fact: 'blobs',
      ...(prefix !== undefined && { prefix }),
      digests: this.#digests.finish(),
      bytes: this.#bytes.toFloat64(),
      allocatedBytes: this.#allocated.toFloat64(),
      modifiedAt: this.#modifiedAt.toFloat64(),
      changedAt: this.#changedAt.toFloat64(),
      inodes: this.#inodes.toFloat64(),
      shared: this.#shared,
    };
  }
}
