import { DigestListReader, type DigestPlace, packDigests } from '../../registry/digest-list.ts';
import { parseNumbers } from '../format/read-numbers.ts';
import type { Database } from '../format/sqlite.ts';
import { hashAt } from './digest-hash.ts';

const KEY_BYTES = 32;
const KEYS_PER_CHUNK = 1 << 15;

/** Where digests stand with their ids. */
type DigestColumn = readonly [table: 'blob' | 'history_line', column: string];
const BLOBS: DigestColumn = ['blob', 'digest'];

/** In the order of ids, not of the index by digest. */
const sha256Sql = ([table, column]: DigestColumn) =>
  `SELECT CAST(group_concat(id) AS BLOB), CAST(group_concat(${column}, '') AS BLOB) FROM ${table} NOT INDEXED
  WHERE id >= ? AND id < ? AND typeof(${column}) = 'blob' AND length(${column}) = ${KEY_BYTES}`;
/** In pieces, because all at once would be in memory three times. */
const IDS_AT_ONCE = 250_000;

/**
 * Gives every digest a small integer, its id: 1 for the first, and so on. A sha256 costs 32 bytes and a slot of 8
 * (open addressing, at most half full), where a Map of strings costs 100 and more: at 10
 * million blobs 400 MB instead of 1.2 GB.
 */
export class DigestTable {
  #slots = new Int32Array(1 << 12);
  readonly #chunks: Buffer[] = [];
  /** Digests that are no sha256, and texts that are no digest. */
  readonly #others = new Map<string, number>();
  readonly #otherById = new Map<number, { readonly key: string; readonly isVerbatim: boolean }>();
  #count = 0;

  /** How many ids were given. */
  get count(): number {
    return this.#count;
  }

  /** The id of the item at which `reader` stands; a new one where it has none. */
  idOf(reader: DigestListReader): number {
    const isSha256 = !reader.isVerbatim && reader.length === KEY_BYTES;
    return (
      this.find(reader) ?? (isSha256 ? this.#insert(reader.bytes, reader.offset) : this.#insertOther(reader))
    );
  }

  /** The id of a digest, or of a text that is none; a new one where it has none. */
  idOfText(text: string): number {
    const reader = new DigestListReader(packDigests([text]));
    reader.next();
    return this.idOf(reader);
  }

  /** The id of the item that stands at a place, undefined where it has none. */
  find(place: DigestPlace): number | undefined {
    if (place.isVerbatim || place.length !== KEY_BYTES) return this.#others.get(otherKeyOf(place).mapKey);
    const { bytes, offset } = place;
    const mask = this.#slots.length - 1;
    for (let slot = hashAt(bytes, offset) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] as number;
      if (id === 0) return undefined;
      if (this.#hasKey(id, bytes, offset)) return id;
    }
  }

  /** Takes the digests of an inventory, with the ids they have there; `highest` is the highest. */
  restore(database: Database, highest: number, place: DigestColumn = BLOBS): void {
    while (this.#slots.length < highest * 2) this.#slots = new Int32Array(this.#slots.length * 2);
    this.#count = highest;
    const read = database.prepare<[number, number], [ids: Buffer | null, keys: Buffer | null]>(
      sha256Sql(place),
    );
    for (let from = 0; from <= highest; from += IDS_AT_ONCE) {
      const [ids, keys] = read.raw().get(from, from + IDS_AT_ONCE) ?? [null, null];
      if (ids !== null && keys !== null) this.#restoreSha256(parseNumbers(ids), keys);
    }
    if (place === BLOBS) this.#restoreOthers(database);
  }

  #restoreOthers(database: Database): void {
    const others = database
      .prepare<[], { id: number; digest: Buffer | string }>(
        `SELECT id, digest FROM blob WHERE typeof(digest) = 'text' OR length(digest) <> ${KEY_BYTES}`,
      )
      .all();
    for (const { id, digest } of others) {
      const isVerbatim = typeof digest === 'string';
      const key = isVerbatim ? digest : digest.toString('latin1');
      this.#others.set(mapKeyOf(key, isVerbatim), id);
      this.#otherById.set(id, { key, isVerbatim });
    }
  }

  /** Keys of ids that follow one another are copied at once: one by one takes three times as long. */
  #restoreSha256(ids: Float64Array, keys: Buffer): void {
    for (let from = 0; from < ids.length; ) {
      const first = ids[from] as number;
      let to = from + 1;
      while (ids[to] === first + to - from && (first + to - from) % KEYS_PER_CHUNK !== 0) to++;
      keys.copy(this.#chunkOf(first), (first % KEYS_PER_CHUNK) * KEY_BYTES, from * KEY_BYTES, to * KEY_BYTES);
      for (let at = from; at < to; at++) this.#place(first + at - from, keys, at * KEY_BYTES);
      from = to;
    }
  }

  /** The raw bytes of the digest with this id, or the text that is none. Do not keep the bytes. */
  keyOf(id: number): Buffer | string {
    const other = this.#otherById.get(id);
    if (other !== undefined) return other.isVerbatim ? other.key : Buffer.from(other.key, 'latin1');
    const at = (id % KEYS_PER_CHUNK) * KEY_BYTES;
    return (this.#chunks[Math.floor(id / KEYS_PER_CHUNK)] as Buffer).subarray(at, at + KEY_BYTES);
  }

  /** The first byte of the sha256 with this id; undefined for anything else. */
  firstByteOf(id: number): number | undefined {
    if (this.#otherById.size > 0 && this.#otherById.has(id)) return undefined;
    return this.#chunks[Math.floor(id / KEYS_PER_CHUNK)]?.[(id % KEYS_PER_CHUNK) * KEY_BYTES];
  }

  #insert(bytes: Buffer, offset: number): number {
    const id = this.#nextId();
    if (this.#count * 2 > this.#slots.length) this.#grow();
    this.#keep(id, bytes, offset);
    return id;
  }

  #keep(id: number, bytes: Buffer, offset: number): void {
    bytes.copy(this.#chunkOf(id), (id % KEYS_PER_CHUNK) * KEY_BYTES, offset, offset + KEY_BYTES);
    this.#place(id, bytes, offset);
  }

  #chunkOf(id: number): Buffer {
    const chunk = Math.floor(id / KEYS_PER_CHUNK);
    while (this.#chunks.length <= chunk) this.#chunks.push(Buffer.alloc(KEYS_PER_CHUNK * KEY_BYTES));
    return this.#chunks[chunk] as Buffer;
  }

  #place(id: number, bytes: Buffer, offset: number): void {
    const mask = this.#slots.length - 1;
    let slot = hashAt(bytes, offset) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = id;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2);
    for (const id of before) {
      if (id === 0) continue;
      const chunk = this.#chunks[Math.floor(id / KEYS_PER_CHUNK)] as Buffer;
      this.#place(id, chunk, (id % KEYS_PER_CHUNK) * KEY_BYTES);
    }
  }

  #hasKey(id: number, bytes: Buffer, offset: number): boolean {
    const chunk = this.#chunks[Math.floor(id / KEYS_PER_CHUNK)] as Buffer;
    const at = (id % KEYS_PER_CHUNK) * KEY_BYTES;
    for (let index = 0; index < KEY_BYTES; index++) {
      if (chunk[at + index] !== bytes[offset + index]) return false;
    }
    return true;
  }

  #insertOther(reader: DigestListReader): number {
    const { key, mapKey } = otherKeyOf(reader);
    const id = this.#nextId();
    this.#others.set(mapKey, id);
    this.#otherById.set(id, { key, isVerbatim: reader.isVerbatim });
    return id;
  }

  #nextId(): number {
    this.#count++;
    return this.#count;
  }
}

function otherKeyOf(reader: DigestPlace): { key: string; mapKey: string } {
  const raw = reader.bytes.subarray(reader.offset, reader.offset + reader.length);
  const key = reader.isVerbatim ? raw.toString() : raw.toString('latin1');
  return { key, mapKey: mapKeyOf(key, reader.isVerbatim) };
}

function mapKeyOf(key: string, isVerbatim: boolean): string {
  return `${isVerbatim ? 't' : 'd'}${key}`;
}
