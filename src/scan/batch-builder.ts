import type { Fact } from '../facts/told.ts';
import { byName } from '../volume/by-name.ts';
import type { Entry } from '../volume/file-stat.ts';
import type { TakePart } from '../volume/threads/serve-units.ts';
import type { Batch } from './batch.ts';
import { ByEntry } from './by-entry.ts';
import type { ScanDoubt } from './doubts/doubt.ts';

/** Facts and doubts that are told in one message: a directory may hold a million things, at a kilobyte each. */
const TOLD_AT_ONCE = 2000;

/** Entries of a directory of which a kilobyte each may be kept. */
const KEPT_IN_ORDER = 50_000;

/** What a unit of work has found and not told yet. */
export class BatchBuilder {
  readonly #give: TakePart<Batch> | undefined;
  #facts: Fact[] = [];
  #doubts: ScanDoubt[] = [];
  #held = 0;
  /** The newest time met, in microseconds. */
  newest = 0;

  /** `give` is told what there is so far, where that is much. */
  constructor(give: TakePart<Batch> | undefined) {
    this.#give = give;
  }

  add(fact: Fact): void {
    this.#facts.push(fact);
    this.#giveWhatIsMuch();
  }

  doubt(doubt: ScanDoubt): void {
    this.#doubts.push(doubt);
    this.#giveWhatIsMuch();
  }

  /**
   * Calls `visit` for each entry of a directory, and tells what is found by their names. They are visited in the order in
   * which they come, which is the quickest, but where they are so many that what is found of them cannot be kept to be put
   * in order.
   */
  addByEntry(entries: Entry[], visit: (entry: Entry) => void): void {
    if (entries.length > KEPT_IN_ORDER) {
      for (const entry of entries.sort(byName)) visit(entry);
      return;
    }
    const found = new ByEntry(this.#facts, this.#doubts);
    this.#held++;
    try {
      for (const entry of entries) {
        visit(entry);
        found.take(entry.name);
      }
    } finally {
      found.give();
      this.#held--;
    }
    this.#giveWhatIsMuch();
  }

  #giveWhatIsMuch(): void {
    if (this.#held > 0 || this.#facts.length + this.#doubts.length < TOLD_AT_ONCE) return;
    this.#give?.(this.take());
  }

  /** All that was not given yet. */
  take(): Batch {
    const batch = { facts: this.#facts, doubts: this.#doubts, newest: this.newest };
    [this.#facts, this.#doubts] = [[], []];
    return batch;
  }
}
