import { damage } from '../../inventory/format/damage.ts';
import { parseNumbers } from '../../inventory/format/read-numbers.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import { DIGEST_BYTES } from '../../registry/digest.ts';

/** How much of a digest people need to know a blob by it, and to ask where it is. */
const SHOWN_BYTES = 6;

/** Loaded so many ids at a time, because rows cost more memory while they are read. */
const IDS_AT_ONCE = 250_000;

const ALGORITHMS = Object.keys(DIGEST_BYTES);

/** The beginnings of the digests of all blobs on the disk: 7 bytes each in memory. */
export class ShortDigests {
  readonly #beginnings: Buffer;
  /** By blob id: which of the algorithms. */
  readonly #algorithms: Uint8Array;

  /** `highest` is the highest blob id. */
  constructor(database: Database, highest: number) {
    this.#beginnings = Buffer.alloc((highest + 1) * SHOWN_BYTES);
    this.#algorithms = new Uint8Array(highest + 1);
    const rows = database.prepare<[number, number], Array<Buffer | null>>(SQL).raw();
    for (let id = 0; id <= highest; id += IDS_AT_ONCE) {
      const [ids, algorithms, beginnings] = rows.get(id, id + IDS_AT_ONCE) ?? [];
      if (ids && algorithms && beginnings)
        this.#keep(database, parseNumbers(ids), parseNumbers(algorithms), beginnings);
    }
  }

  /** `sha256:` and the first 12 digits of its hex. */
  of(blob: number): string {
    const start = blob * SHOWN_BYTES;
    const hex = this.#beginnings.toString('hex', start, start + SHOWN_BYTES);
    return `${ALGORITHMS[this.#algorithms[blob] as number]}:${hex}`;
  }

  #keep(database: Database, ids: Float64Array, algorithms: Float64Array, beginnings: Buffer): void {
    if (beginnings.length !== ids.length * SHOWN_BYTES) throw damage(database, 'a digest that is none');
    for (const [at, id] of ids.entries()) {
      this.#algorithms[id] = algorithms[at] as number;
      beginnings.copy(this.#beginnings, id * SHOWN_BYTES, at * SHOWN_BYTES, (at + 1) * SHOWN_BYTES);
    }
  }
}

const ALGORITHM = `CASE length(digest) ${Object.values(DIGEST_BYTES)
  .map((bytes, at) => `WHEN ${bytes} THEN ${at}`)
  .join(' ')} ELSE 0 END`;
const SQL = `SELECT CAST(group_concat(id) AS BLOB), CAST(group_concat(${ALGORITHM}) AS BLOB),
    CAST(group_concat(substr(digest, 1, ${SHOWN_BYTES}), '') AS BLOB)
  FROM blob WHERE bytes IS NOT NULL AND id >= ? AND id < ?`;
