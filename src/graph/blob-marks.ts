/** A set of blob ids that is filled and cleared again and again, in memory for the highest of them. */
export class BlobMarks {
  readonly #rounds: Int32Array;
  #round = 1;

  constructor(highestBlob: number) {
    this.#rounds = new Int32Array(highestBlob + 1);
  }

  clear(): void {
    this.#round++;
  }

  add(blob: number): void {
    this.#rounds[blob] = this.#round;
  }

  has(blob: number): boolean {
    return this.#rounds[blob] === this.#round;
  }
}
