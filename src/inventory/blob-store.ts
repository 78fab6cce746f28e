import type { BlobsFact } from '../facts.ts';
import { enlarged } from '../graph/growing-array.ts';
import { DigestTable } from './digest-table.ts';

const ABSENT = -1;

/**
 * Digests and what is known of their blobs, by id, until the end of the scan: only then a blob's state is known, and
 * writing each row once is cheaper than writing and updating it. 74 bytes a digest.
 */
export class BlobStore {
  readonly digests = new DigestTable();
  #bytes = new Float64Array(1024).fill(ABSENT);
  #allocated = new Float64Array(1024);
  #modifiedAt = new Float64Array(1024);
  #inodes = new Float64Array(1024);
  #isTouched = new Uint8Array(1024);
  readonly #byFile = new Map<string, Set<number>>();

  get count(): number {
    return this.digests.count;
  }

  /** Takes a blob of the last inventory; what else is known of it stays in its row. */
  restore(blob: number, bytes: number, modifiedAt: number): void {
    this.#reserve(blob);
    this.#bytes[blob] = bytes;
    this.#modifiedAt[blob] = modifiedAt;
  }

  /** Notes that a blob is gone. */
  remove(blob: number): void {
    if (blob >= this.#bytes.length) return;
    this.#bytes[blob] = ABSENT;
    this.#isTouched[blob] = 1;
  }

  /** True for a blob of which this scan said something. */
  isTouched(blob: number): boolean {
    return this.#isTouched[blob] === 1;
  }

  set(blob: number, fact: BlobsFact, row: number): void {
    this.#reserve(blob);
    this.#isTouched[blob] = 1;
    this.#bytes[blob] = fact.bytes[row] as number;
    this.#allocated[blob] = fact.allocatedBytes[row] as number;
    this.#modifiedAt[blob] = fact.modifiedAt[row] as number;
    this.#inodes[blob] = fact.inodes[row] as number;
  }

  /** Tells that a blob's file has other names, by device and inode. */
  setHardLinked(blob: number, file: string): void {
    const group = this.#byFile.get(file);
    if (group === undefined) this.#byFile.set(file, new Set([blob]));
    else group.add(blob);
  }

  isPresent(blob: number): boolean {
    return this.bytesOf(blob) !== ABSENT;
  }

  /** A blob's length, -1 where there is no blob. */
  bytesOf(blob: number): number {
    return this.#bytes[blob] ?? ABSENT;
  }

  allocatedBytesOf(blob: number): number {
    return this.#allocated[blob] as number;
  }

  modifiedAtOf(blob: number): number {
    return this.#modifiedAt[blob] as number;
  }

  /** The newest time of a blob that is there; 0 where none is. */
  newestAt(): number {
    let newest = 0;
    for (let blob = 1; blob <= this.count; blob++) {
      if (this.isPresent(blob)) newest = Math.max(newest, this.modifiedAtOf(blob));
    }
    return newest;
  }

  inodeOf(blob: number): number {
    return this.#inodes[blob] as number;
  }

  /** True where a file is some blob's data. */
  hasFile(file: string): boolean {
    return this.#byFile.has(file);
  }

  /** Blobs that share one file. */
  *hardLinkGroups(): Generator<ReadonlySet<number>> {
    for (const group of this.#byFile.values()) if (group.size > 1) yield group;
  }

  #reserve(blob: number): void {
    const before = this.#bytes.length;
    if (blob < before) return;
    const length = Math.max(blob + 1, before * 2);
    this.#bytes = enlarged(this.#bytes, length).fill(ABSENT, before);
    this.#allocated = enlarged(this.#allocated, length);
    this.#modifiedAt = enlarged(this.#modifiedAt, length);
    this.#inodes = enlarged(this.#inodes, length);
    this.#isTouched = enlarged(this.#isTouched, length);
  }
}
