/** How much is kept, and for how long. */
interface Bounds {
  readonly entries: number;
  readonly forMs: number;
}

/** What was seen in the last minutes, of which the oldest goes where there is no room. */
export class Recent<Value> {
  readonly #bounds: Bounds;
  readonly #now: () => number;
  /** In the order in which they were set. */
  readonly #entries = new Map<string, { readonly value: Value; readonly until: number }>();

  /** @param now milliseconds of a clock that is never set */
  constructor(bounds: Bounds, now: () => number = () => performance.now()) {
    this.#bounds = bounds;
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.until > this.#now() ? entry.value : undefined;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: this.#now() + this.#bounds.forMs });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#bounds.entries) break;
      this.#entries.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
