import { damage } from '../../inventory/format/damage.ts';
import { parseNumbers } from '../../inventory/format/read-numbers.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import { DIGEST_BYTES } from '../../registry/digest.ts';

/** How much of a digest people need to know a blob by it, and to ask where it is. */
const SHOWN_BYTES = 6;

/** Loaded so many blobs at a time, because rows cost more memory while they are read. */
const AT_ONCE = 250_000;

const ALGORITHMS = Object.keys(DIGEST_BYTES);

/**
 * All blobs on the disk in the order of their digests, with the beginnings of these: 15 bytes each in memory. Ids depend on
 * what a scan met first; the order is the same whoever scanned.
 */
export class DigestOrder {
  readonly #inOrder: Int32Array;
  /** By blob id, all of these. */
  readonly #places: Int32Array;
  readonly #beginnings: Buffer;
  readonly #algorithms: Uint8Array;
  #count = 0;

  /** `highest` is the highest blob id. */
  constructor(database: Database, highest: number) {
    this.#inOrder = new Int32Array(highest);
    this.#places = new Int32Array(highest + 1);
    this.#beginnings = Buffer.alloc((highest + 1) * SHOWN_BYTES);
    this.#algorithms = new Uint8Array(highest + 1);
    const rows = database.prepare<[Buffer], Array<Buffer | null>>(SQL).raw();
    for (let last: Buffer | null = Buffer.alloc(0); last !== null; ) {
      const [ids, algorithms, beginnings, end] = rows.get(last) as Array<Buffer | null>;
      if (ids && algorithms && beginnings)
        this.#keep(database, parseNumbers(ids), parseNumbers(algorithms), beginnings);
      last = end ?? null;
    }
  }

  /** All of them, in that order. */
  get blobs(): Int32Array {
    return this.#inOrder.subarray(0, this.#count);
  }

  /** From 1; 0 for a blob that is not there. */
  placeOf(blob: number): number {
    return this.#places[blob] as number;
  }

  /** `sha256:` and the first 12 digits of its hex. */
  beginningOf(blob: number): string {
    const start = blob * SHOWN_BYTES;
    const hex = this.#beginnings.toString('hex', start, start + SHOWN_BYTES);
    return `${ALGORITHMS[this.#algorithms[blob] as number]}:${hex}`;
  }

  #keep(database: Database, ids: Float64Array, algorithms: Float64Array, beginnings: Buffer): void {
    if (beginnings.length !== ids.length * SHOWN_BYTES) throw damage(database, 'a digest that is none');
    for (const [at, id] of ids.entries()) {
      this.#inOrder[this.#count++] = id;
      this.#places[id] = this.#count;
      this.#algorithms[id] = algorithms[at] as number;
      beginnings.copy(this.#beginnings, id * SHOWN_BYTES, at * SHOWN_BYTES, (at + 1) * SHOWN_BYTES);
    }
  }
}

const ALGORITHM = `CASE length(digest) ${Object.values(DIGEST_BYTES)
  .map((bytes, at) => `WHEN ${bytes} THEN ${at}`)
  .join(' ')} ELSE 0 END`;
const SQL = `SELECT CAST(group_concat(id) AS BLOB), CAST(group_concat(${ALGORITHM}) AS BLOB),
    CAST(group_concat(substr(digest, 1, ${SHOWN_BYTES}), '') AS BLOB), max(digest)
  FROM (SELECT id, digest FROM blob WHERE digest > ? AND bytes IS NOT NULL ORDER BY digest LIMIT ${AT_ONCE})`;
