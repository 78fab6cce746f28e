import fs from 'node:fs';
import { crc32 } from 'node:zlib';
import { InventoryError, WriteError } from '../../errors.ts';

/*
 * SQLite sees when a file makes no sense, and not when a number in it is another than was written. So behind the pages of
 * a file of ours that is done stands a seal, to which SQLite pays no heed: a sum over all bytes before it. A file that is
 * written to has none meanwhile: it is taken off first and put on last, and one that was torn is none.
 */

const MAGIC = Buffer.from('\0stowage-seal-1\0');
const SUM_BYTES = 4;
/** The sum stands there twice, once inverted: what is no seal is not taken for a wrong one. */
const SEAL_BYTES = MAGIC.length + 2 * SUM_BYTES;
const STEP_BYTES = 256 * 1024;

/**
 * How a file's bytes are to its seal: what they were when it was sealed; not; it has none. A file that is whole while a
 * rollback journal lies beside it took the place of the one that the journal is of, as a backup does.
 */
export type SealState = 'whole' | 'whole beside a journal' | 'broken' | 'none';

/** Seals a file of SQLite's that nobody has open. */
export function sealFile(path: string): void {
  withFile(path, 'r+', (fd) => {
    const bytes = bytesOfPages(fd);
    fs.ftruncateSync(fd, bytes);
    const sum = sumOf(fd, bytes);
    const seal = Buffer.alloc(SEAL_BYTES);
    MAGIC.copy(seal);
    seal.writeUInt32LE(sum, MAGIC.length);
    seal.writeUInt32LE(~sum >>> 0, MAGIC.length + SUM_BYTES);
    fs.writeSync(fd, seal, 0, SEAL_BYTES, bytes);
    fs.fsyncSync(fd);
  });
}

/** Seals a file that does without, too: where the disk is full, it is as before. */
export function sealIfPossible(path: string): void {
  try {
    sealFile(path);
  } catch {
    // Nothing that is in it is lost.
  }
}

/** Takes the seal off a file that is about to be written to, if it has one: on the disk, before anything else is. */
export function unsealFile(path: string): void {
  if (!fs.existsSync(path)) return;
  try {
    withFile(path, 'r+', takeOff);
  } catch (error) {
    throw new WriteError(`Could not write ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function takeOff(fd: number): void {
  const { size } = fs.fstatSync(fd);
  if (readSeal(fd, size) === undefined) return;
  fs.ftruncateSync(fd, size - SEAL_BYTES);
  fs.fsyncSync(fd);
}

/** Compares a file with its seal, unless somebody is just writing to it. */
export function checkSeal(path: string): SealState {
  for (;;) {
    const before = stampOf(path);
    const state = withFile(path, 'r', (fd) => stateOf(fd, path));
    if (state === 'none' || state === 'whole' || stampOf(path) === before) return state;
  }
}

function stateOf(fd: number, path: string): SealState {
  const { size } = fs.fstatSync(fd);
  const sum = readSeal(fd, size);
  if (sum === undefined) return size < bytesOfPages(fd) && !isBeingWritten(path) ? 'broken' : 'none';
  if (sumOf(fd, size - SEAL_BYTES) !== sum) return 'broken';
  return isBeingWritten(path) ? 'whole beside a journal' : 'whole';
}

/**
 * Whether pages are being written, or were when a writer ended: whoever opens the file next takes back what is in its
 * rollback journal (https://www.sqlite.org/atomiccommit.html). The first page, which counts them all, is written first.
 */
function isBeingWritten(path: string): boolean {
  return fs.existsSync(journalOf(path));
}

/** Where SQLite keeps what it takes back: beside the file that a symlink leads to. */
export function journalOf(path: string): string {
  return `${fs.existsSync(path) ? fs.realpathSync(path) : path}-journal`;
}

/** The sum that a file's seal says; undefined where it has none. */
function readSeal(fd: number, size: number): number | undefined {
  if (size < SEAL_BYTES) return undefined;
  const seal = Buffer.alloc(SEAL_BYTES);
  fs.readSync(fd, seal, 0, SEAL_BYTES, size - SEAL_BYTES);
  const sum = seal.readUInt32LE(MAGIC.length);
  const isSeal = MAGIC.compare(seal, 0, MAGIC.length) === 0;
  return isSeal && seal.readUInt32LE(MAGIC.length + SUM_BYTES) === ~sum >>> 0 ? sum : undefined;
}

/** The sum over a file's first bytes: 2.5 GB a second, where SHA-256 takes 1.2 and is for those who mean harm. */
function sumOf(fd: number, bytes: number): number {
  const buffer = Buffer.allocUnsafe(Math.min(STEP_BYTES, bytes));
  let sum = 0;
  for (let at = 0; at < bytes; ) {
    const read = fs.readSync(fd, buffer, 0, Math.min(buffer.length, bytes - at), at);
    if (read === 0) break;
    sum = crc32(buffer.subarray(0, read), sum);
    at += read;
  }
  return sum;
}

/**
 * How many bytes the pages take (bytes 16 and 28 of https://www.sqlite.org/fileformat.html); 0 of what is no file of
 * SQLite's, which says so itself.
 */
function bytesOfPages(fd: number): number {
  const header = Buffer.alloc(32);
  fs.readSync(fd, header, 0, header.length, 0);
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return 0;
  const size = header.readUInt16BE(16);
  return (size === 1 ? 65_536 : size) * header.readUInt32BE(28);
}

function stampOf(path: string): string {
  const stat = fs.statSync(path, { bigint: true });
  // To open a pipe takes as long as nobody writes to it.
  if (!stat.isFile()) throw new InventoryError(`${path} is no file: move it away.`);
  return `${stat.size} ${stat.mtimeNs}`;
}

function withFile<T>(path: string, flags: string, use: (fd: number) => T): T {
  const fd = fs.openSync(path, flags);
  try {
    return use(fd);
  } finally {
    fs.closeSync(fd);
  }
}
