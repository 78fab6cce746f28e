import { createHash } from 'node:crypto';
import { DIGEST_BYTES } from './digest.ts';

/** By algorithm, the hex of the empty blob's digest: the only blobs that may have no bytes. */
export const EMPTY_BLOB_HEX: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(DIGEST_BYTES).map((algorithm) => [algorithm, createHash(algorithm).digest('hex')]),
);
