import { Recent } from './recent.ts';

/** Wrong passwords in a row that cost nothing but the hashing. */
const FREE = 10;
const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = MINUTE_MS;
const BOUNDS = { entries: 10_000, forMs: 15 * MINUTE_MS };

interface Tried {
  readonly times: number;
  readonly notBefore: number;
}

/**
 * Counts tries that did not succeed, by client and user: after ten each next one has to wait, twice as long each time, a
 * minute at most. Behind a proxy all clients are one, so the wait is short, and whoever is remembered does not wait at all:
 * a guesser can keep somebody from logging in anew for a minute, and not from working on.
 */
export class Tries {
  readonly #now: () => number;
  readonly #tried: Recent<Tried>;

  /** @param now milliseconds of a clock that is never set */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#tried = new Recent(BOUNDS, now);
  }

  /** Whole seconds until the next try; 0 for now. */
  waitFor(who: string): number {
    const { notBefore } = this.#tried.get(who) ?? { notBefore: 0 };
    return Math.max(0, Math.ceil((notBefore - this.#now()) / 1000));
  }

  /** Counts a try before its outcome is known, so that many at once are not free. */
  begun(who: string): void {
    const times = (this.#tried.get(who)?.times ?? 0) + 1;
    const waitMs = times < FREE ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (times - FREE));
    this.#tried.set(who, { times, notBefore: this.#now() + waitMs });
  }

  succeeded(who: string): void {
    this.#tried.delete(who);
  }
}
