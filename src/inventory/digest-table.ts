import type { DigestListReader } from '../registry/digest-list.ts';

const KEY_BYTES = 32;
const KEYS_PER_CHUNK = 1 << 15;

/**
 * Gives every digest a small integer, its id: 1 for the first, and so on. A sha256 costs 32 bytes and a slot of 8
 * (open addressing, at most half full; a digest is its own hash), where a Map of strings costs 100 and more: at 10
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

  /** The id of the item at which `reader` stands. */
  idOf(reader: DigestListReader): number {
    if (reader.isVerbatim || reader.length !== KEY_BYTES) return this.#idOfOther(reader);
    const { bytes, offset } = reader;
    const mask = this.#slots.length - 1;
    for (let slot = hashAt(bytes, offset) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] as number;
      if (id === 0) return this.#insert(bytes, offset);
      if (this.#hasKey(id, bytes, offset)) return id;
    }
  }

  /** The raw bytes of the digest with this id, or the text that is none. Do not keep the bytes. */
  keyOf(id: number): Buffer | string {
    const other = this.#otherById.get(id);
    if (other !== undefined) return other.isVerbatim ? other.key : Buffer.from(other.key, 'latin1');
    const at = (id % KEYS_PER_CHUNK) * KEY_BYTES;
    return (this.#chunks[Math.floor(id / KEYS_PER_CHUNK)] as Buffer).subarray(at, at + KEY_BYTES);
  }

  #insert(bytes: Buffer, offset: number): number {
    const id = this.#nextId();
    const chunk = Math.floor(id / KEYS_PER_CHUNK);
    while (this.#chunks.length <= chunk)
      this.#chunks.push(Buffer.allocUnsafeSlow(KEYS_PER_CHUNK * KEY_BYTES));
    bytes.copy(this.#chunks[chunk] as Buffer, (id % KEYS_PER_CHUNK) * KEY_BYTES, offset, offset + KEY_BYTES);
    if (this.#count * 2 > this.#slots.length) this.#grow();
    else this.#place(id, bytes, offset);
    return id;
  }

  #place(id: number, bytes: Buffer, offset: number): void {
    const mask = this.#slots.length - 1;
    let slot = hashAt(bytes, offset) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = id;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let id = 1; id <= this.#count; id++) {
      if (this.#otherById.has(id)) continue;
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

  #idOfOther(reader: DigestListReader): number {
    const raw = reader.bytes.subarray(reader.offset, reader.offset + reader.length);
    const key = reader.isVerbatim ? raw.toString() : raw.toString('latin1');
    const mapKey = `${reader.isVerbatim ? 't' : 'd'}${key}`;
    const known = this.#others.get(mapKey);
    if (known !== undefined) return known;
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

function hashAt(bytes: Buffer, offset: number): number {
  return (
    (bytes[offset] as number) |
    ((bytes[offset + 1] as number) << 8) |
    ((bytes[offset + 2] as number) << 16) |
    ((bytes[offset + 3] as number) << 24)
  );
}
