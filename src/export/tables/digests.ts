import { damage } from '../../inventory/format/damage.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import type { Database } from '../../inventory/format/sqlite.ts';

/** Of sha256, which nearly all are. */
const LENGTH = 32;
const PREFIX = Buffer.from('sha256:');
const TEXT_LENGTH = PREFIX.length + 2 * LENGTH;
/** Ids whose digests are read at once. */
const IDS_AT_ONCE = 100_000;
/** Texts that share one piece of memory. */
const TEXTS_AT_ONCE = 1000;

/**
 * All digests by id, as bytes in one piece: 32 bytes a digest. Texts are made when they are asked for, which takes a fifth of
 * what joining every row with its blob does.
 */
export class Digests {
  readonly #database: Database;
  readonly #raw: Buffer;
  /** Those that are no sha256. */
  readonly #others: ReadonlyMap<number, string>;
  #texts = Buffer.alloc(0);
  #used = 0;
  #last: { readonly id: number; readonly bytes: Uint8Array } = { id: -1, bytes: new Uint8Array() };

  constructor(database: Database) {
    const highest = database.prepare<[], number | null>('SELECT max(id) FROM blob').pluck().get() ?? 0;
    this.#database = database;
    this.#raw = Buffer.alloc((highest + 1) * LENGTH);
    for (let start = 1; start <= highest; start += IDS_AT_ONCE)
      loadDigests(database, this.#raw, start, Math.min(start + IDS_AT_ONCE, highest + 1));
    this.#others = loadOthers(database);
  }

  /** The text of a digest. @throws DamageError where there is none of this id. */
  textOf(id: number): string {
    return this.#others.get(id) ?? `sha256:${this.#hexAt(this.#placeOf(id))}`;
  }

  /** The same in UTF-8. One after another of the same id are the same object. */
  bytesOf(id: number): Uint8Array {
    if (this.#last.id !== id) this.#last = { id, bytes: this.#makeBytes(id) };
    return this.#last.bytes;
  }

  #makeBytes(id: number): Uint8Array {
    const other = this.#others.get(id);
    if (other !== undefined) return Buffer.from(other);
    if (this.#used + TEXT_LENGTH > this.#texts.length) {
      this.#texts = Buffer.alloc(TEXTS_AT_ONCE * TEXT_LENGTH);
      this.#used = 0;
    }
    const [raw, from, texts, start] = [this.#raw, this.#placeOf(id), this.#texts, this.#used];
    texts.set(PREFIX, start);
    for (let at = 0; at < LENGTH; at++) {
      const pair = HEX[raw[from + at] as number] as number;
      const place = start + PREFIX.length + 2 * at;
      texts[place] = pair >> 8;
      texts[place + 1] = pair & 0xff;
    }
    this.#used += TEXT_LENGTH;
    return new Uint8Array(texts.buffer, texts.byteOffset + start, TEXT_LENGTH);
  }

  #hexAt(place: number): string {
    return this.#raw.toString('hex', place, place + LENGTH);
  }

  /** Where the bytes of a digest begin. */
  #placeOf(id: number): number {
    const place = id * LENGTH;
    const isThere =
      id > 0 && place < this.#raw.length && (this.#raw[place] !== 0 || this.#hexAt(place) !== NONE);
    if (!isThere) throw damage(this.#database, `a blob ${id}`);
    return place;
  }
}

/** No digest is all zeros but that of an id that no blob has. */
const NONE = '00'.repeat(LENGTH);

/** By byte: its two digits, one after the other. */
const HEX = Uint16Array.from({ length: 256 }, (_, byte) => {
  const digits = byte.toString(16).padStart(2, '0');
  return (digits.charCodeAt(0) << 8) | digits.charCodeAt(1);
});

/** Reads the digests of the ids from `start` to before `end` to their places. */
function loadDigests(database: Database, raw: Buffer, start: number, end: number): void {
  const [count, joined] = database
    .prepare<[number, number], [number, Buffer | null]>(
      `SELECT count(*), CAST(group_concat(digest, '') AS BLOB) FROM
         (SELECT id, iif(${IS_SHA256}, digest, zeroblob(${LENGTH})) AS digest FROM blob WHERE id >= ? AND id < ? ORDER BY id)`,
    )
    .raw()
    .get(start, end) ?? [0, null];
  // Ids begin with 1 and have no gaps, but where an inventory is damaged.
  if (count === end - start && joined?.length === count * LENGTH) joined.copy(raw, start * LENGTH);
  else loadOneByOne(database, raw, start, end);
}

function loadOneByOne(database: Database, raw: Buffer, start: number, end: number): void {
  const rows = database
    .prepare<[number, number], [number, Buffer]>(
      `SELECT id, digest FROM blob WHERE id >= ? AND id < ? AND ${IS_SHA256}`,
    )
    .raw()
    .iterate(start, end);
  for (const [id, digest] of rows) digest.copy(raw, id * LENGTH);
}

function loadOthers(database: Database): ReadonlyMap<number, string> {
  const rows = database
    .prepare<[], [number, Buffer | string]>(`SELECT id, digest FROM blob WHERE NOT (${IS_SHA256})`)
    .raw()
    .all();
  return new Map(rows.map(([id, digest]) => [id, digestText(digest, database)]));
}

const IS_SHA256 = `(typeof(digest) = 'blob' AND length(digest) = ${LENGTH})`;
