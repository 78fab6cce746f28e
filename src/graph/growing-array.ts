/** Whole numbers that keep coming, in 4 bytes each. */
export class Int32List {
  #values: Int32Array;
  #length: number;

  /** Takes over `values`, if there are some. */
  constructor(values?: Int32Array) {
    this.#values = values ?? new Int32Array(1024);
    this.#length = values?.length ?? 0;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length)
      this.#values = enlarged(this.#values, Math.max(this.#length * 2, 1024));
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index] as number;
  }

  /** The values so far, or some of them, without a copy: do not keep it. */
  view(start = 0, end = this.#length): Int32Array {
    return this.#values.subarray(start, end);
  }
}

/** A copy of `values` with room for `length`, the rest filled with zeros. */
export function enlarged<T extends Int32Array | Float64Array | Uint8Array>(values: T, length: number): T {
  const grown = new (values.constructor as new (length: number) => T)(length);
  grown.set(values as never);
  return grown;
}
