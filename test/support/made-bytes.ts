import { createHash } from 'node:crypto';

/** The digest algorithms a registry accepts. */
export type Algorithm = 'sha256' | 'sha384' | 'sha512';

/** Bytes that look random and are the same in every run, since they follow from a name. */
export function madeBytes(name: string, length: number): Buffer {
  if (length === 0) return Buffer.alloc(0);
  return createHash('shake256', { outputLength: length }).update(name).digest();
}

/** The digest of some bytes. */
export function digestOf(bytes: Buffer | string, algorithm: Algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/** A digest that belongs to no bytes anyone has. */
export function madeDigest(name: string, algorithm: Algorithm = 'sha256'): string {
  return digestOf(`nothing has this digest: ${name}`, algorithm);
}

/** A UUID that follows from a name. */
export function madeUuid(name: string): string {
  const hex = madeBytes(`uuid of ${name}`, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
