import fs from 'node:fs';
import { systemError } from './system-error.ts';
import type { Falsified } from './volume-calls.ts';

/** What is read of a large file at a time. */
const STEP_BYTES = 1024 * 1024;

let stepBuffer: Buffer | undefined;

/** Called before each step of reading; tells what a test makes of what that reads. */
export type BeginRead = () => Falsified;

/**
 * The content of an open file, `bytes` long by its stat; undefined where it proves longer than `limit`.
 * @throws where the file ends before it should.
 */
export function readUpTo(fd: number, bytes: number, limit: number, beginRead: BeginRead): Buffer | undefined {
  const buffer = Buffer.allocUnsafe(Math.min(bytes, limit) + 1);
  const used = fill(fd, buffer, bytes, beginRead);
  return used > limit ? undefined : buffer.subarray(0, used);
}

/**
 * Reads an open file, `bytes` long by its stat, until the buffer is full or the file ends; gives how much that is.
 * @throws where the file ends before it should.
 */
export function fill(fd: number, buffer: Buffer, bytes: number, beginRead: BeginRead): number {
  const wanted = Math.min(bytes, buffer.length);
  let used = 0;
  for (let mayEnd = false; ; ) {
    const read = readOnce(fd, buffer, used, used, beginRead);
    used += read;
    // As long as its stat said, and room for a byte more: that is all of it.
    if (used === wanted || used === buffer.length) return used;
    if (read > 0) continue;
    if (mayEnd || used > wanted) return assertEnd(fd, used);
    mayEnd = true;
  }
}

/**
 * Reads an open file to its end, however large; `take` is given the bytes of each step, which are overwritten by the next.
 * @throws where the file ends before it should.
 */
export function readInSteps(fd: number, beginRead: BeginRead, take: (bytes: Buffer) => void): void {
  stepBuffer ??= Buffer.allocUnsafeSlow(STEP_BYTES);
  for (let used = 0; ; ) {
    const read = readOnce(fd, stepBuffer, 0, used, beginRead);
    // The length that counts is where reading ends, which need not be what the stat said.
    if (read === 0) {
      assertEnd(fd, used);
      return;
    }
    used += read;
    take(read === STEP_BYTES ? stepBuffer : stepBuffer.subarray(0, read));
  }
}

function readOnce(
  fd: number,
  buffer: Buffer,
  offset: number,
  position: number,
  beginRead: BeginRead,
): number {
  const falsified = beginRead();
  const read = fs.readSync(fd, buffer, offset, buffer.length - offset, position);
  return falsify(falsified, buffer, offset, read);
}

/** What a test makes of what was read: gives how many bytes are left of it. */
export function falsify(falsified: Falsified, buffer: Buffer, offset: number, read: number): number {
  if (falsified === 'flip' && read > 0) buffer[offset]! ^= 1;
  return falsified === 'short' ? read >> 1 : read;
}

/**
 * A file that became shorter while it was read ends where it now ends. One that is longer, and gives nothing more, was
 * not read: what is missing may be what refers to something.
 */
function assertEnd(fd: number, used: number): number {
  const { size } = fs.fstatSync(fd);
  if (size > used) throw systemError('short-read', `${used} of ${size} bytes were read`);
  return used;
}
