/** A column of numbers that grows, and leaves as a typed array that can be transferred. */
export class NumberColumn {
  #values = new Float64Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** Takes off the values from the `length`th on. */
  cut(length: number): Float64Array<ArrayBuffer> {
    const rest = this.#values.slice(length, this.#length);
    this.#length = length;
    return rest;
  }

  toFloat64(): Float64Array<ArrayBuffer> {
    return this.#values.slice(0, this.#length);
  }

  /** The values of these rows, in this order. */
  ofRows(rows: Uint32Array): Float64Array<ArrayBuffer> {
    return Float64Array.from(rows, (row) => this.#values[row] as number);
  }

  toInt32(): Int32Array<ArrayBuffer> {
    return Int32Array.from(this.#values.subarray(0, this.#length));
  }

  toUint32(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.#values.subarray(0, this.#length));
  }
}

/** A column of texts that repeat (media types, platforms): each is sent once, rows hold its index. */
export class TextColumn {
  readonly texts: string[] = [];
  readonly #index = new Map<string, number>();

  /** The index of `text`; -1 for an empty one. */
  indexOf(text: string): number {
    if (text === '') return -1;
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    this.#index.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}
