import { DIGEST_BYTES, digestFromBytes } from '../../registry/digest.ts';
import { damage } from './damage.ts';

/**
 * The text of a digest as `blob.digest` holds it: bytes, or a text that is no digest.
 * @throws damage where the bytes are as many as no digest has.
 */
export function digestText(stored: Buffer | string): string {
  if (typeof stored === 'string') return stored;
  if (!LENGTHS.has(stored.length)) throw damage(`a digest of ${stored.length} bytes`);
  return digestFromBytes(stored);
}

const LENGTHS: ReadonlySet<number> = new Set(Object.values(DIGEST_BYTES));
