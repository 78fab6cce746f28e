import type { ByteString } from '../../registry/byte-string.ts';
import { BLOBS } from '../../registry/layout.ts';

/** Paths of the directories in which blobs lie, by the first byte of their sha256. */
export const PREFIX_PATHS: readonly ByteString[] = Array.from(
  { length: 256 },
  (_, byte) => `${BLOBS}/sha256/${byte.toString(16).padStart(2, '0')}`,
);
