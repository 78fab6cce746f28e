/** A digest in the field's notation, `<algorithm>:<lower-case hex>`, that has passed {@link parseDigest}. */
export type Digest = string & { readonly brand: 'Digest' };

/** What is wrong with a text that is no digest, in the words of go-digest, which the registry prints. */
export type DigestFault = 'invalid format' | 'unsupported algorithm' | 'invalid length';

/** Length of the raw digest in bytes, by algorithm: what go-digest 1.0 (registry 2.8 and 3.x) accepts. */
export const DIGEST_BYTES: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 };

const ALGORITHM_BY_BYTES = new Map(Object.entries(DIGEST_BYTES).map(([name, bytes]) => [bytes, name]));
const SHA256_HEX = /^[0-9a-f]{64}$/;
const HEX = /^[0-9a-f]+$/;
const ANY_DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;

/** The digest that `text` is, or undefined. Use {@link digestFault} to learn why not. */
export function parseDigest(text: string): Digest | undefined {
  return digestFault(text) === undefined ? (text as Digest) : undefined;
}

/**
 * Why `text` is no digest, or undefined when it is one. The order of the checks is go-digest's
 * (`Digest.Validate`), so that a message names what the registry would name.
 */
export function digestFault(text: string): DigestFault | undefined {
  const colon = text.indexOf(':');
  if (colon <= 0 || colon + 1 === text.length) return 'invalid format';
  const bytes = digestBytesOf(text.slice(0, colon));
  if (bytes === undefined) return ANY_DIGEST.test(text) ? 'unsupported algorithm' : 'invalid format';
  const hex = text.slice(colon + 1);
  if (hex.length !== bytes * 2) return 'invalid length';
  return HEX.test(hex) ? undefined : 'invalid format';
}

/** True when `name` under the directory of `algorithm` is the hex of a digest: no text is built to find out. */
export function isDigestHex(algorithm: string, name: string): boolean {
  if (algorithm === 'sha256') return SHA256_HEX.test(name);
  const bytes = digestBytesOf(algorithm);
  return bytes !== undefined && name.length === bytes * 2 && HEX.test(name);
}

/** The digest whose raw bytes these are: 32 are sha256, 48 sha384, 64 sha512. Throws on any other length. */
export function digestFromBytes(raw: Uint8Array): Digest {
  const algorithm = ALGORITHM_BY_BYTES.get(raw.length);
  if (algorithm === undefined) throw new RangeError(`A digest has 32, 48 or 64 bytes, not ${raw.length}.`);
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  return `${algorithm}:${bytes.toString('hex')}` as Digest;
}

/** The raw bytes of a digest. */
export function digestToBytes(digest: Digest): Uint8Array {
  return Buffer.from(digest.slice(digest.indexOf(':') + 1), 'hex');
}

/** Every text inside `text` that looks like a digest, in order: what a damaged manifest still refers to. */
export function findDigests(text: string): Digest[] {
  const found = text.match(/sha(?:256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128})/g);
  return (found ?? []) as Digest[];
}

function digestBytesOf(algorithm: string): number | undefined {
  return Object.hasOwn(DIGEST_BYTES, algorithm) ? DIGEST_BYTES[algorithm] : undefined;
}
