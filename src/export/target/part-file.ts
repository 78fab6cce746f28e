import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { WriteError } from '../../errors.ts';

/** Texts are put together to pieces of about so many bytes before they are written. */
const PIECE_BYTES = 256 * 1024;

/** The part files that this process is writing: whatever else has its id in its name was left behind by another. */
const ownParts = new Set<string>();

/**
 * A file while it is written: beside its place, under a name that begins with a dot, which engines and shells pass over. What
 * was there before stays as it was until the whole is on the disk.
 */
export class PartFile {
  /** Where it is going to be. */
  readonly path: string;
  readonly #part: string;
  #fd: number | undefined;
  #waiting: string[] = [];
  #waitingLength = 0;
  #bytes = 0;

  /** @throws WriteError where it cannot be begun; its directory must be there. */
  constructor(path: string) {
    this.path = path;
    this.#part = partPath(path);
    this.#do(() => {
      sweep(path);
      this.#fd = openSync(this.#part, 'wx');
    });
    ownParts.add(this.#part);
  }

  /** Bytes that were written. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws WriteError */
  write(piece: string | Uint8Array): void {
    if (typeof piece !== 'string') {
      this.#flush();
      this.#writeBytes(piece);
      return;
    }
    this.#waiting.push(piece);
    this.#waitingLength += piece.length;
    if (this.#waitingLength >= PIECE_BYTES) this.#flush();
  }

  /** Brings all of it to the disk. @throws WriteError */
  finish(): void {
    this.#flush();
    this.#do(() => {
      fsyncSync(this.#fd as number);
      this.#close();
    });
  }

  /** Gives it its name, in the place of what had it before. @throws WriteError */
  publish(): void {
    this.#do(() => {
      renameSync(this.#part, this.path);
      ownParts.delete(this.#part);
      syncDirectory(path.dirname(this.path));
    });
  }

  /** Takes away what was written and has no name yet. */
  abandon(): void {
    if (!ownParts.delete(this.#part)) return;
    this.#close();
    rmSync(this.#part, { force: true });
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const bytes = Buffer.from(this.#waiting.join(''));
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#writeBytes(bytes);
  }

  #writeBytes(bytes: Uint8Array): void {
    this.#do(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd as number, bytes, at);
    });
    this.#bytes += bytes.length;
  }

  #close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #do(write: () => void): void {
    try {
      write();
    } catch (error) {
      throw new WriteError(`Could not write ${this.path}: ${(error as Error).message}.`, { cause: error });
    }
  }
}

/** A name of its own, for two processes may have the same id, in two containers. */
function partPath(file: string): string {
  const name = `.${path.basename(file)}.${process.pid}-${randomBytes(4).toString('hex')}`;
  return path.join(path.dirname(file), name);
}

/** Removes the part files of this file that killed processes left behind. */
function sweep(file: string): void {
  const [directory, prefix] = [path.dirname(file), `.${path.basename(file)}.`];
  for (const name of readdirSync(directory)) {
    if (!name.startsWith(prefix)) continue;
    const [, pid] = /^(\d+)-[0-9a-f]{8}$/.exec(name.slice(prefix.length)) ?? [];
    const part = path.join(directory, name);
    if (pid !== undefined && !ownParts.has(part) && !isOfAnother(Number(pid))) rmSync(part, { force: true });
  }
}

function isOfAnother(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
