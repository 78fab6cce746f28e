import type { Body } from './request.ts';

/** What bodies may take together, and one of them at most. */
const MOST_BYTES = 64 * 1024 * 1024;
const LARGEST_BYTES = 16 * 1024 * 1024;

/** Bodies of answers, by what they answer: those that were asked for last, up to a size. */
export class Bodies {
  readonly #bodies = new Map<string, Body>();
  #bytes = 0;

  get(key: string): Body | undefined {
    const body = this.#bodies.get(key);
    if (body === undefined) return undefined;
    // A map keeps the order in which keys were put in: this one was asked for last.
    this.#bodies.delete(key);
    this.#bodies.set(key, body);
    return body;
  }

  add(key: string, body: Body): void {
    if (body.bytes.length > LARGEST_BYTES || this.#bodies.has(key)) return;
    this.#bodies.set(key, body);
    this.#bytes += body.bytes.length;
    for (const [oldest, { bytes }] of this.#bodies) {
      if (this.#bytes <= MOST_BYTES) return;
      this.#bodies.delete(oldest);
      this.#bytes -= bytes.length;
    }
  }

  clear(): void {
    this.#bodies.clear();
    this.#bytes = 0;
  }
}
