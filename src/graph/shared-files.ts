import type { VisitGroup } from './grouped.ts';

/** A file that is more than one thing. */
export interface SharedFile {
  /** The blobs that are this file; the first stands for it, and for it the file's bytes count. */
  readonly blobs: readonly number[];
  /**
   * Those of them with which it goes: it is freed when all of these do. None where it has a name that is no blob's; a
   * blob that is a symlink to the file is none of them.
   */
  readonly owners: readonly number[];
}

/** What becomes free where blobs go. */
export interface Freed {
  readonly bytes: number;
  /** Blobs that go and whose file stays, because it has another name. */
  readonly namedElsewhere: number;
}

/**
 * Files with several names (hard links, and symlinks inside the volume), by blob: few blobs are one. Such a file
 * counts once, and is freed when its last name goes.
 */
export class SharedFiles {
  readonly #fileOf = new Map<number, SharedFile>();

  constructor(files: Iterable<SharedFile>) {
    for (const file of files) for (const blob of file.blobs) this.#fileOf.set(blob, file);
  }

  /** The blob that stands for a blob's file: itself for nearly all. */
  keeperOf(blob: number): number {
    return this.#fileOf.get(blob)?.blobs[0] ?? blob;
  }

  /** The other blobs that are a blob's file. */
  othersOf(blob: number): number[] {
    return (this.#fileOf.get(blob)?.blobs ?? []).filter((each) => each !== blob);
  }

  /** True where a blob's file stays, whatever blobs go. */
  isNamedElsewhere(blob: number): boolean {
    return this.#fileOf.get(blob)?.owners.length === 0;
  }

  /** True where no blob has another name. */
  get isEmpty(): boolean {
    return this.#fileOf.size === 0;
  }

  /** Each blob that has several names, with its file. */
  [Symbol.iterator](): Iterator<[blob: number, file: SharedFile]> {
    return this.#fileOf.entries();
  }

  /** Visits files in place of blobs: each once a group, as the blob that stands for it. */
  visitOnce(visitGroup: VisitGroup): VisitGroup {
    return (group, visit) => visitGroup(group, this.once(visit));
  }

  /** Calls `visit` for each file once, with the blob that stands for it. */
  once(visit: (blob: number) => void): (blob: number) => void {
    const met = new Set<number>();
    return (blob) => {
      if (!this.#fileOf.has(blob)) return visit(blob);
      const keeper = this.keeperOf(blob);
      if (met.has(keeper)) return;
      met.add(keeper);
      visit(keeper);
    };
  }

  /** What becomes free of `blobs` where all of which `goes` is true go, they among them: of no others bytes are asked. */
  freed(blobs: Iterable<number>, bytesOf: (blob: number) => number, goes: (blob: number) => boolean): Freed {
    let bytes = 0;
    let namedElsewhere = 0;
    const counted = new Set<SharedFile>();
    for (const blob of blobs) {
      const file = this.#fileOf.get(blob);
      if (file === undefined) bytes += bytesOf(blob);
      else if (file.owners.length === 0 || !file.owners.every(goes)) namedElsewhere++;
      else {
        if (!counted.has(file)) bytes += bytesOf(blob);
        counted.add(file);
      }
    }
    return { bytes, namedElsewhere };
  }
}
