import fs from 'node:fs';
import { type ByteString, toFsPath } from '../registry/byte-string.ts';
import { type Access, isNotToBeOpened } from './access.ts';
import { falsify } from './file-content.ts';
import type { FileStat, OpenedFile } from './file-stat.ts';

/** Files that stay open, for whoever passes on their bytes to others. */
export class OpenFiles {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  /** What stands there instead where it is no regular file, or leads outside; undefined where nothing is there. */
  open(path: ByteString): OpenedFile | FileStat | undefined {
    if (this.#access.symlinks.isWayBarred(path)) return undefined;
    try {
      return this.#access.unlessMissing(path, () => this.#openRegular(this.#access.absolute(path), path));
    } catch (error) {
      return this.#openInside(path, error);
    }
  }

  #openInside(path: ByteString, error: unknown): OpenedFile | FileStat | undefined {
    const target = this.#access.lookInstead(path, error);
    const real = target?.kind === 'file' ? this.#access.symlinks.targetInside(path) : undefined;
    return real === undefined || target === undefined ? target : this.#openBehindSymlink(real, path, target);
  }

  /** By the time of the opening anything on the way may be another: what counts is where the open file lies. */
  #openBehindSymlink(
    real: ByteString,
    path: ByteString,
    target: FileStat,
  ): OpenedFile | FileStat | undefined {
    const { symlinks } = this.#access;
    try {
      const opened = this.#access.unlessMissing(path, () => this.#openRegular(toFsPath(real), path));
      if (opened === undefined || !('fd' in opened) || symlinks.isInside(opened.fd, real)) return opened;
      this.close(opened);
    } catch (error) {
      if (!isNotToBeOpened(error)) throw error;
    }
    return { ...target, symlink: 'outside' };
  }

  #openRegular(absolute: string | Buffer, path: ByteString): OpenedFile | FileStat {
    const fd = this.#access.opener.open(absolute);
    let opened: OpenedFile | undefined;
    try {
      const stat = this.#access.statOf(fd, path);
      if (stat.kind !== 'file') return stat;
      opened = { fd, path, stat };
      return opened;
    } finally {
      if (opened === undefined) fs.closeSync(fd);
    }
  }

  /** Bytes from `position`, in memory of their own; fewer where the file ends before. */
  read({ fd, path }: OpenedFile, position: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafeSlow(length);
    let used = 0;
    while (used < length) {
      const falsified = this.#access.calls.beginRead(path);
      const read = fs.readSync(fd, buffer, used, length - used, position + used);
      const given = falsify(falsified, buffer, used, read);
      if (given === 0) break;
      used += given;
    }
    return used === length ? buffer : buffer.subarray(0, used);
  }

  close({ fd }: OpenedFile): void {
    fs.closeSync(fd);
  }
}
