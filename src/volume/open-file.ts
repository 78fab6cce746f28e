import fs from 'node:fs';
import { type BeginRead, falsify } from './file-content.ts';
import type { FileStat } from './file-stat.ts';

/**
 * A file of the volume that is open to be read from any place. It stays the file that it was when it was opened,
 * whatever is put in its place meanwhile. Reads wait for the disk beside the event loop, unlike all else at the door,
 * because whoever reads so serves others at the same time.
 */
export class OpenFile {
  /** Of what was opened: `kind` is `file`. */
  readonly stat: FileStat;
  readonly #fd: number;
  readonly #beginRead: BeginRead;
  #reading: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(fd: number, stat: FileStat, beginRead: BeginRead) {
    this.#fd = fd;
    this.stat = stat;
    this.#beginRead = beginRead;
  }

  /**
   * Reads `length` bytes from `position`; fewer where the file ends before. One read at a time.
   * @throws the file system's errors, and ECANCELED once it is closed.
   */
  async read(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(length);
    let used = 0;
    while (used < length) {
      const read = await this.#step(buffer, used, position + used);
      if (read === 0) break;
      used += read;
    }
    return used === length ? buffer : buffer.subarray(0, used);
  }

  /** Closes it, when the read that may be going on is over: its number may be another file's right after. */
  close(): Promise<void> {
    this.#closed ??= this.#reading.then(
      () =>
        new Promise((resolve) => {
          fs.close(this.#fd, () => resolve());
        }),
    );
    return this.#closed;
  }

  #step(buffer: Buffer, offset: number, position: number): Promise<number> {
    if (this.#closed !== undefined)
      return Promise.reject(Object.assign(new Error('The file was closed.'), { code: 'ECANCELED' }));
    const step = new Promise<number>((resolve, reject) => {
      const falsified = this.#beginRead();
      fs.read(this.#fd, buffer, offset, buffer.length - offset, position, (error, read) => {
        if (error) return reject(error);
        resolve(falsify(falsified, buffer, offset, read));
      });
    });
    this.#reading = step.catch(() => {});
    return step;
  }
}
