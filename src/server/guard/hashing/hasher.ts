import { WorkPool } from '../../../volume/threads/work-pool.ts';
import type { Comparison } from './compare.ts';

/** Hashing at once, of which each takes a processor. */
const AT_ONCE = 2;
/** Comparisons that may wait, and how many of them for one client: who tries many users leaves others a place. */
const MOST = { waiting: 32, ofOneClient: 8 };

/** Compares passwords off the event loop, few at a time. */
export class Hasher {
  /** With none, which only tests ask for, it is done on this thread. */
  readonly #threads: number;
  #pool: WorkPool<Comparison, boolean> | undefined;
  #underWay = 0;
  readonly #byClient = new Map<string, number>();

  constructor(threads = AT_ONCE) {
    this.#threads = threads;
  }

  /** False where so many wait that one more may not. */
  hasRoomFor(client: string): boolean {
    return this.#underWay < AT_ONCE + MOST.waiting && (this.#byClient.get(client) ?? 0) < MOST.ofOneClient;
  }

  /** Whether a password is that of a hash. */
  async compare(client: string, comparison: Comparison): Promise<boolean> {
    this.#count(client, 1);
    this.#pool ??= new WorkPool(WORK, this.#threads);
    try {
      return await this.#pool.run(comparison);
    } catch (error) {
      // A thread that died answers no more: the next comparison starts others.
      await this.close();
      throw error;
    } finally {
      this.#count(client, -1);
    }
  }

  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.close();
  }

  #count(client: string, more: 1 | -1): void {
    this.#underWay += more;
    const count = (this.#byClient.get(client) ?? 0) + more;
    if (count === 0) this.#byClient.delete(client);
    else this.#byClient.set(client, count);
  }
}

const WORK = {
  module: new URL('./bcrypt-worker.js', import.meta.url),
  setup: undefined,
  performHere: async () => (await import('./compare.ts')).compare,
};
