import { DIGEST_BYTES, digestFromBytes } from '../../registry/digest.ts';
import { damage } from './damage.ts';
import type { Database } from './sqlite.ts';

/**
 * The text of a digest as `blob.digest` of a database holds it: bytes, or a text that is no digest.
 * @throws DamageError where the bytes are as many as no digest has.
 */
export function digestText(stored: Buffer | string, database: Pick<Database, 'name'> = SOME): string {
  if (typeof stored === 'string') return stored;
  if (!LENGTHS.has(stored.length)) throw damage(database, `a digest of ${stored.length} bytes`);
  return digestFromBytes(stored);
}

/** In the place of a database that the caller does not name. */
const SOME = { name: 'The inventory' };

const LENGTHS: ReadonlySet<number> = new Set(Object.values(DIGEST_BYTES));
