import fs from 'node:fs';

/** What is read of a large file at a time. */
const STEP_BYTES = 1024 * 1024;

let stepBuffer: Buffer | undefined;

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
 * Reads an open file to its end, however large.
 * @param beginStep called before each step; true falsifies what that reads
 * @param take given the bytes of each step, which are overwritten by the next
 */
export function readInSteps(fd: number, beginStep: () => boolean, take: (bytes: Buffer) => void): void {
  stepBuffer ??= Buffer.allocUnsafeSlow(STEP_BYTES);
  for (;;) {
    const isFalsified = beginStep();
    const read = fs.readSync(fd, stepBuffer, 0, STEP_BYTES, null);
    // The length that counts is where reading ends, which need not be what the stat said.
    if (read === 0) return;
    if (isFalsified) stepBuffer[0]! ^= 1;
    take(read === STEP_BYTES ? stepBuffer : stepBuffer.subarray(0, read));
  }
}
