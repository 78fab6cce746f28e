import type { ByteString } from '../registry/byte-string.ts';
import { BLOBS, REPOSITORIES, V2 } from '../registry/layout.ts';
import { type FileStat, identityOf } from '../volume/file-stat.ts';
import type { Gatherer } from './gatherer.ts';

const DIRECTORIES: readonly ByteString[] = ['', V2, BLOBS, REPOSITORIES];

/**
 * Which directories a volume consists of, from the beginning of a scan to its end. Where a disk is unmounted meanwhile,
 * or its server goes, an empty directory stands there: every blob was listed before, and nothing refers to them any more.
 */
export class SameVolume {
  readonly #before: ReadonlyArray<FileStat | undefined>;

  constructor(gatherer: Gatherer) {
    this.#before = DIRECTORIES.map((path) => directory(gatherer.look(path, 'references')));
  }

  /** Tells of those that went, came or are others: what was read of them may be of both. */
  compare(gatherer: Gatherer): void {
    for (const [index, path] of DIRECTORIES.entries()) {
      const before = this.#before[index];
      const now = gatherer.tryTo(path, 'references', () => gatherer.fs.look(path));
      if (typeof now === 'symbol' || this.#isSame(before, directory(now))) continue;
      gatherer.problem({ code: 'unreadable', path, detail: 'replaced', hidesReferences: true });
      return;
    }
  }

  /**
   * True of one directory. Numbers alone do not tell: a disk that is mounted in the place of another may get its number,
   * and a file system gives out the same inodes to whatever is first put on it. When it was made tells.
   */
  #isSame(before: FileStat | undefined, now: FileStat | undefined): boolean {
    if (before === undefined || now === undefined) return before === now;
    if (identityOf(before) !== identityOf(now)) return false;
    return before.bornAt === now.bornAt || !this.#tellsBirths;
  }

  /** False where the time of the last change stands in for that of birth, which the system does not tell. */
  get #tellsBirths(): boolean {
    return this.#before.some((stat) => stat !== undefined && stat.bornAt !== stat.changedAt);
  }
}

function directory(stat: FileStat | undefined): FileStat | undefined {
  return stat?.kind === 'directory' ? stat : undefined;
}
