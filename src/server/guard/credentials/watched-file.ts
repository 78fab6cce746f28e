import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { UsageError } from '../../../errors.ts';

/** More than any file of users or tokens has. */
const LARGEST = 4 * 1024 * 1024;

/** How a file is named and read. */
export interface FileToWatch<Content> {
  /** As people gave it. */
  readonly option: string;
  readonly path: string;
  /** @throws UsageError with what is wrong in it. */
  readonly parse: (text: string) => Content;
  /** Is told what is odd with it, once of each state. */
  readonly say: (sentence: string) => void;
}

/**
 * A small file that others write, read again when it changed: by its times, its size or its inode, so that a file that was
 * moved in its place counts as well. One that cannot be read has no content: what it said before does not hold any more.
 */
export class WatchedFile<Content extends { readonly complaints: readonly string[] }> {
  readonly #file: FileToWatch<Content>;
  #stamp: string;
  #content: Content | undefined;

  /** @throws UsageError where it cannot be read. */
  constructor(file: FileToWatch<Content>) {
    this.#file = file;
    this.#stamp = stampOf(file.path);
    this.#content = this.#load();
    this.#content.complaints.forEach(file.say);
  }

  /** What it says now, the same value as long as it did not change; undefined while it cannot be read. */
  read(): Content | undefined {
    // A stat for each request costs 5 µs, and whoever was taken off the list is out at once.
    const stamp = stampOf(this.#file.path);
    if (stamp !== this.#stamp) {
      this.#stamp = stamp;
      this.#readAgain();
    }
    return this.#content;
  }

  #readAgain(): void {
    const { say, option, path } = this.#file;
    try {
      this.#content = this.#load();
      say(`${option} ${path}: it changed, and was read again.`);
      this.#content.complaints.forEach(say);
    } catch (error) {
      this.#content = undefined;
      say(`${(error as Error).message} Until then nobody gets in by it.`);
    }
  }

  #load(): Content {
    const { option, path, parse } = this.#file;
    try {
      return parse(readSmallFile(path));
    } catch (error) {
      throw new UsageError(`${option} ${path}: ${whyNot(error as NodeJS.ErrnoException)}`);
    }
  }
}

function stampOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join('-');
  } catch (error) {
    return `${(error as NodeJS.ErrnoException).code}`;
  }
}

/** A FIFO would wait, and a device never end. */
function readSmallFile(path: string): string {
  if (!statSync(path).isFile()) throw new UsageError('expected a file, and it is none.');
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > LARGEST) throw new UsageError(`expected at most ${LARGEST} bytes, found ${size}.`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function whyNot(error: NodeJS.ErrnoException): string {
  if (error instanceof UsageError) return error.message;
  if (error.code === 'ENOENT') return 'there is no such file.';
  return `it cannot be read (${error.code ?? error.message}).`;
}
