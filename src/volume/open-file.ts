import type { FileStat, OpenedFile } from './file-stat.ts';

/** Who reads open files, and closes them. */
export interface FileReader {
  readFile(file: OpenedFile, position: number, length: number): Promise<Buffer>;
  closeFile(file: OpenedFile): Promise<void>;
}

/**
 * A file of the volume that is open to be read from any place. It stays the file that it was when it was opened,
 * whatever is put in its place meanwhile.
 */
export class OpenFile {
  readonly #file: OpenedFile;
  readonly #reader: FileReader;
  #reading: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(file: OpenedFile, reader: FileReader) {
    this.#file = file;
    this.#reader = reader;
  }

  /** Of what was opened: `kind` is `file`. */
  get stat(): FileStat {
    return this.#file.stat;
  }

  /**
   * Reads `length` bytes from `position`; fewer where the file ends before. One read at a time.
   * @throws the file system's errors, and ECANCELED once it is closed.
   */
  read(position: number, length: number): Promise<Buffer> {
    if (this.#closed !== undefined)
      return Promise.reject(Object.assign(new Error('The file was closed.'), { code: 'ECANCELED' }));
    const reading = this.#reader.readFile(this.#file, position, length);
    this.#reading = reading.catch(() => {});
    return reading;
  }

  /** Closes it, when the read that may be going on is over: its number may be another file's right after. */
  close(): Promise<void> {
    // That it cannot be closed is of no account to whoever read it.
    this.#closed ??= this.#reading.then(() => this.#reader.closeFile(this.#file)).catch(() => {});
    return this.#closed;
  }
}
