import { digestFromBytes } from '../registry/digest.ts';

/** The text of a digest as `blob.digest` holds it: bytes, or a text that is no digest. */
export function digestText(stored: Buffer | string): string {
  return typeof stored === 'string' ? stored : digestFromBytes(stored);
}
