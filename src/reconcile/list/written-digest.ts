import { DIGEST_BYTES } from '../../registry/digest.ts';
import type { DigestPlace } from '../../registry/digest-list.ts';

const SHA256 = 'sha256:';
const NAMED = /^(sha256|sha384|sha512):([0-9a-f]+)$/i;
/**
 * Hex alone, or as PostgreSQL writes a bytea, where GitLab has a byte before the digest that tells the algorithm (container-registry,
 * registry/datastore/digest.go): 01 for sha256, 02 for sha512. COPY doubles the backslash.
 */
const HEX =
  /^(?:\\{1,2}x)?(?:01([0-9a-f]{64})|02([0-9a-f]{128})|([0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}))$/i;

/** A digest as a database wrote it, parsed into the same bytes again and again: a list has millions. */
export class WrittenDigest implements DigestPlace {
  readonly bytes = Buffer.alloc(64);
  readonly offset = 0;
  readonly isVerbatim = false;
  length = 0;

  /** Takes on the digest that a text is; false where it is none. */
  parse(text: string): boolean {
    // Nearly all are written so.
    if (text.length === 71 && text.startsWith(SHA256)) return this.#take(text.slice(7), 32);
    const [, algorithm = '', named = ''] = NAMED.exec(text) ?? [];
    if (named !== '') return this.#take(named, DIGEST_BYTES[algorithm.toLowerCase()] as number);
    const [, sha256, sha512, plain] = HEX.exec(text) ?? [];
    const hex = sha256 ?? sha512 ?? plain ?? '';
    return hex !== '' && this.#take(hex, hex.length / 2);
  }

  #take(hex: string, bytes: number): boolean {
    this.length = bytes;
    return hex.length === bytes * 2 && this.bytes.write(hex, 0, bytes, 'hex') === bytes;
  }
}
