import { DIGEST_BYTES, type Digest, digestFault, digestFromBytes } from './digest.ts';

/**
 * Digests packed one behind the other, the form in which they travel between threads: a byte that tells the
 * length (32, 48 or 64) and the raw bytes; or a 0, a 32-bit length and the UTF-8 text of something that stands
 * where a digest should and is none. 33 bytes for a sha256, where a string of it costs 100 and a copy.
 */
export type DigestList = Uint8Array<ArrayBuffer>;

const VERBATIM = 0;

/** A place in a list that is being written. */
export interface DigestListMark {
  readonly used: number;
  readonly count: number;
}

/** Packs digests into a {@link DigestList}. */
export class DigestListWriter {
  #buffer = Buffer.allocUnsafeSlow(33 * 64);
  #used = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Appends a digest, or the text as it is where it is none. */
  append(text: string): void {
    if (digestFault(text) !== undefined) return this.#appendVerbatim(text);
    const colon = text.indexOf(':');
    this.appendHex(text.slice(0, colon), text.slice(colon + 1));
  }

  /** Appends a digest that is known to be one, from its algorithm and its hex. */
  appendHex(algorithm: string, hex: string): void {
    const bytes = DIGEST_BYTES[algorithm] as number;
    this.#reserve(bytes + 1);
    this.#buffer[this.#used] = bytes;
    this.#buffer.write(hex, this.#used + 1, bytes, 'hex');
    this.#used += bytes + 1;
    this.#count++;
  }

  /** Appends a digest from its raw bytes. */
  appendRaw(raw: Uint8Array): void {
    this.#reserve(raw.length + 1);
    this.#buffer[this.#used] = raw.length;
    this.#buffer.set(raw, this.#used + 1);
    this.#used += raw.length + 1;
    this.#count++;
  }

  #appendVerbatim(text: string): void {
    const bytes = Buffer.from(text);
    this.#reserve(bytes.length + 5);
    this.#buffer[this.#used] = VERBATIM;
    this.#buffer.writeUInt32LE(bytes.length, this.#used + 1);
    bytes.copy(this.#buffer, this.#used + 5);
    this.#used += bytes.length + 5;
    this.#count++;
  }

  /** The list so far, in a buffer of its own that can be transferred. */
  finish(): DigestList {
    return new Uint8Array(this.#buffer.subarray(0, this.#used));
  }

  /** How far the list is now: what is appended from here on can be cut off. */
  mark(): DigestListMark {
    return { used: this.#used, count: this.#count };
  }

  /** Takes off what was appended since, as a list of its own. */
  cut({ used, count }: DigestListMark): DigestList {
    const rest = new Uint8Array(this.#buffer.subarray(used, this.#used));
    this.#used = used;
    this.#count = count;
    return rest;
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#used + bytes));
    this.#buffer.copy(grown, 0, 0, this.#used);
    this.#buffer = grown;
  }
}

/** Where a digest, or a text that is none, stands among bytes. */
export interface DigestPlace {
  readonly bytes: Buffer;
  readonly offset: number;
  readonly length: number;
  /** True for a text that is no digest. */
  readonly isVerbatim: boolean;
}

/** Walks a {@link DigestList}. `next()` moves on; then `offset` and `length` frame the raw bytes of a digest. */
export class DigestListReader implements DigestPlace {
  readonly bytes: Buffer;
  offset = 0;
  length = 0;
  /** True when the item is no digest but a text that stood in a digest's place. */
  isVerbatim = false;
  #next = 0;

  constructor(list: Uint8Array) {
    this.bytes = Buffer.from(list.buffer, list.byteOffset, list.length);
  }

  next(): boolean {
    if (this.#next >= this.bytes.length) return false;
    const tag = this.bytes[this.#next] as number;
    this.isVerbatim = tag === VERBATIM;
    this.offset = this.#next + (this.isVerbatim ? 5 : 1);
    this.length = this.isVerbatim ? this.bytes.readUInt32LE(this.#next + 1) : tag;
    this.#next = this.offset + this.length;
    return true;
  }

  /** The item as text. */
  text(): string {
    const raw = this.bytes.subarray(this.offset, this.offset + this.length);
    return this.isVerbatim ? raw.toString() : digestFromBytes(raw);
  }
}

/** Packs a few digests at once. */
export function packDigests(digests: Iterable<Digest | string>): DigestList {
  const writer = new DigestListWriter();
  for (const digest of digests) writer.append(digest);
  return writer.finish();
}
