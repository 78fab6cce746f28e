import type { ByteString } from '../registry/byte-string.ts';
import { byName } from '../volume/by-name.ts';

/** Puts what is found of the entries of a directory in the order of their names, whatever order they are visited in. */
export class ByEntry {
  readonly #lists: ReadonlyArray<unknown[]>;
  readonly #starts: readonly number[];
  readonly #found: Array<{ readonly name: ByteString; readonly taken: ReadonlyArray<unknown[]> }> = [];

  /** `lists` get longer while entries are visited. */
  constructor(...lists: ReadonlyArray<unknown[]>) {
    this.#lists = lists;
    this.#starts = lists.map(({ length }) => length);
  }

  /** Takes off what the lists have got since, as that of one entry. */
  take(name: ByteString): void {
    if (this.#lists.every(({ length }, at) => length === this.#starts[at])) return;
    this.#found.push({ name, taken: this.#lists.map((list, at) => list.splice(this.#starts[at] as number)) });
  }

  /** Gives the lists back what was taken off. */
  give(): void {
    for (const { taken } of this.#found.sort(byName))
      for (const [at, items] of taken.entries()) for (const item of items) this.#lists[at]?.push(item);
  }
}
