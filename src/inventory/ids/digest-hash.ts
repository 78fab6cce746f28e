import { randomBytes } from 'node:crypto';

/** Nobody who writes a manifest can know it, and so choose digests that all fall into one slot. */
const SEED = randomBytes(4).readInt32LE();

/**
 * Where a sha256 goes in a table. A digest would be its own hash, were it one of anything: a manifest may name 40,000 that
 * begin alike, which took minutes to tell apart.
 */
export function hashAt(bytes: Buffer, offset: number): number {
  let hash = SEED;
  for (let at = offset; at < offset + 32; at += 4) {
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash = (hash << 15) | (hash >>> 17);
  }
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca77);
}
