import { DigestListWriter } from '../../registry/digest-list.ts';
import { sortDigests } from '../../registry/sorted-digests.ts';
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

  /** All of them by digest, in whatever order they were met; `prefix` is set where they are all of a directory. */
  finish(prefix?: Seen): BlobsFact {
    const { list, order } = sortDigests(this.#digests.finish());
    return {
      fact: 'blobs',
      ...(prefix !== undefined && { prefix }),
      digests: list,
      bytes: this.#bytes.ofRows(order),
      allocatedBytes: this.#allocated.ofRows(order),
      modifiedAt: this.#modifiedAt.ofRows(order),
      changedAt: this.#changedAt.ofRows(order),
      inodes: this.#inodes.ofRows(order),
      shared: this.#sharedIn(order),
    };
  }

  #sharedIn(order: Uint32Array): SharedBlob[] {
    if (this.#shared.length === 0) return this.#shared;
    const places = new Map(Array.from(order, (row, place) => [row, place]));
    const placed = this.#shared.map((shared) => ({ ...shared, row: places.get(shared.row) as number }));
    return placed.sort((a, b) => a.row - b.row);
  }
}
