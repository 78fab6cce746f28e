import { createHash } from 'node:crypto';
import fs from 'node:fs';

/** What is read of a file at a time to hash it. */
const HASH_STEP_BYTES = 1024 * 1024;

let hashBuffer: Buffer | undefined;

/** The content of an open file, `bytes` long by its stat; undefined where it proves longer than `limit`. */
export function readUpTo(fd: number, bytes: number, limit: number): Buffer | undefined {
  const buffer = Buffer.allocUnsafe(Math.min(bytes, limit) + 1);
  let used = 0;
  for (;;) {
    const read = fs.readSync(fd, buffer, used, buffer.length - used, used);
    used += read;
    // As long as its stat said, and room for a byte more: that is all of it.
    if (read === 0 || used === bytes || used === buffer.length) break;
  }
  return used > limit ? undefined : buffer.subarray(0, used);
}

/**
 * The raw hash of an open file, however large.
 * @param beginStep called before each step; true falsifies what that reads
 * @param onRead told the bytes of each step
 */
export function hashContent(
  fd: number,
  algorithm: string,
  beginStep: () => boolean,
  onRead: (bytes: number) => void,
): Buffer {
  hashBuffer ??= Buffer.allocUnsafeSlow(HASH_STEP_BYTES);
  const hash = createHash(algorithm);
  for (;;) {
    const isFalsified = beginStep();
    const read = fs.readSync(fd, hashBuffer, 0, HASH_STEP_BYTES, null);
    // The length that counts is where reading ends, which need not be what the stat said.
    if (read === 0) return hash.digest();
    if (isFalsified) hashBuffer[0]! ^= 1;
    hash.update(read === HASH_STEP_BYTES ? hashBuffer : hashBuffer.subarray(0, read));
    onRead(read);
  }
}
