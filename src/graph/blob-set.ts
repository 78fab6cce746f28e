import { enlarged } from './growing-array.ts';

/** A set of blob ids, in a byte each: a collection marks all there are. */
export class BlobSet {
  #isIn: Uint8Array;
  #size = 0;

  /** `highest` is the highest id one expects; only a damaged inventory has others. */
  constructor(highest: number) {
    this.#isIn = new Uint8Array(highest + 1);
  }

  get size(): number {
    return this.#size;
  }

  has(blob: number): boolean {
    return this.#isIn[blob] === 1;
  }

  add(blob: number): void {
    if (this.#isIn[blob] === 1) return;
    if (blob >= this.#isIn.length) this.#grow(blob);
    this.#isIn[blob] = 1;
    this.#size++;
  }

  /** In the order of their ids. */
  [Symbol.iterator](): Iterator<number> {
    // Not by a generator, which takes ten times as long over all that are not in it.
    const blobs: number[] = [];
    for (let blob = 0; blob < this.#isIn.length; blob++) if (this.#isIn[blob] === 1) blobs.push(blob);
    return blobs[Symbol.iterator]();
  }

  #grow(blob: number): void {
    this.#isIn = enlarged(this.#isIn, Math.max(blob + 1, this.#isIn.length * 2));
  }
}

/** The set of some blobs. */
export function blobSetOf(blobs: Iterable<number>, highest: number): BlobSet {
  const set = new BlobSet(highest);
  for (const blob of blobs) set.add(blob);
  return set;
}
