import type { BlobsFact, SharedBlob } from '../../facts/told.ts';
import { enlarged } from '../../graph/growing-array.ts';
import type { SharedFile } from '../../graph/shared-files.ts';
import { DigestTable } from './digest-table.ts';

const ABSENT = -1;
/** What this scan said of a blob: nothing; that it is there, as the last one had it; something else. */
const Told = { nothing: 0, same: 1, anew: 2 } as const;

/** What stat says of a blob's file. Times are microseconds since 1970. */
export interface BlobStat {
  readonly bytes: number;
  readonly allocatedBytes: number;
  readonly modifiedAt: number;
  readonly changedAt: number;
  readonly inode: number;
}

/** What was met of a file that has other names than one blob's. */
interface FileNames {
  /** Blobs with which one of its names goes. */
  readonly owners: number[];
  /** Blobs that are symlinks to it. */
  readonly symlinks: number[];
  /** How many names the file has, in the volume and elsewhere. */
  links: number;
}

/**
 * Digests and what is known of their blobs, by id, until the end of the scan: only then a blob's state is known, and
 * writing each row once is cheaper than writing and updating it. 82 bytes a digest.
 */
export class BlobStore {
  readonly digests = new DigestTable();
  #bytes = new Float64Array(1024).fill(ABSENT);
  #allocated = new Float64Array(1024);
  #modifiedAt = new Float64Array(1024);
  #changedAt = new Float64Array(1024);
  #inodes = new Float64Array(1024);
  #told = new Uint8Array(1024);
  readonly #byFile = new Map<string, FileNames>();

  get count(): number {
    return this.digests.count;
  }

  /** Takes a blob of the last inventory, of which this scan has said nothing so far. */
  restore(blob: number, stat: BlobStat): void {
    this.#reserve(blob);
    this.#set(blob, stat);
  }

  /** Takes a blob that is there; true where it is not as the last inventory has it. */
  tell(blob: number, stat: BlobStat): boolean {
    this.#reserve(blob);
    const isSame = this.#told[blob] !== Told.anew && this.#has(blob, stat);
    this.#told[blob] = isSame ? Told.same : Told.anew;
    if (!isSame) this.#set(blob, stat);
    return !isSame;
  }

  /** Notes that a blob is gone. */
  remove(blob: number): void {
    this.#bytes[blob] = ABSENT;
    this.#told[blob] = Told.anew;
  }

  /** True for a blob of which this scan said something. */
  isTold(blob: number): boolean {
    return (this.#told[blob] ?? Told.nothing) !== Told.nothing;
  }

  /** True for a blob that is not as the last inventory has it. */
  isAnew(blob: number): boolean {
    return this.#told[blob] === Told.anew;
  }

  #has(blob: number, stat: BlobStat): boolean {
    return (
      this.#bytes[blob] === stat.bytes &&
      this.#modifiedAt[blob] === stat.modifiedAt &&
      this.#changedAt[blob] === stat.changedAt &&
      this.#inodes[blob] === stat.inode &&
      this.#allocated[blob] === stat.allocatedBytes
    );
  }

  #set(blob: number, stat: BlobStat): void {
    this.#bytes[blob] = stat.bytes;
    this.#allocated[blob] = stat.allocatedBytes;
    this.#modifiedAt[blob] = stat.modifiedAt;
    this.#changedAt[blob] = stat.changedAt;
    this.#inodes[blob] = stat.inode;
  }

  /** Tells that a blob's file has other names. */
  setShared(blob: number, { file, links, isEntry }: SharedBlob): void {
    const names = this.#byFile.get(file) ?? { owners: [], symlinks: [], links };
    this.#byFile.set(file, names);
    names.links = links;
    const { owners, symlinks } = names;
    if (!owners.includes(blob) && !symlinks.includes(blob)) (isEntry ? owners : symlinks).push(blob);
  }

  isPresent(blob: number): boolean {
    return this.bytesOf(blob) !== ABSENT;
  }

  /** A blob's length, -1 where there is no blob. */
  bytesOf(blob: number): number {
    return this.#bytes[blob] ?? ABSENT;
  }

  /** What is known of a blob that is there. */
  statOf(blob: number): BlobStat {
    return {
      bytes: this.#bytes[blob] as number,
      allocatedBytes: this.#allocated[blob] as number,
      modifiedAt: this.#modifiedAt[blob] as number,
      changedAt: this.#changedAt[blob] as number,
      inode: this.#inodes[blob] as number,
    };
  }

  /** True for two that are there and of which stat says the same. */
  isSameFile(a: number, b: number): boolean {
    return this.isPresent(a) && this.isPresent(b) && this.#has(a, this.statOf(b));
  }

  inodeOf(blob: number): number {
    return this.#inodes[blob] as number;
  }

  /** True where a file is some blob's data. */
  hasFile(file: string): boolean {
    return this.#byFile.has(file);
  }

  /** Files that are several blobs, or something else besides. */
  filesOfSeveralNames(): SharedFile[] {
    return [...this.#byFile.values()].map(({ owners, symlinks, links }) => ({
      blobs: [...owners, ...symlinks],
      owners: links > owners.length ? [] : owners,
    }));
  }

  /** Files to which blobs are symlinks, and that are no blob's data as far as is known: by inode. */
  symlinkedFiles(): Map<number, SharedBlob & { readonly blob: number }> {
    const found = new Map<number, SharedBlob & { readonly blob: number }>();
    for (const [file, { owners, symlinks, links }] of this.#byFile) {
      if (owners.length > 0) continue;
      const inode = Number(file.slice(file.indexOf(':') + 1));
      found.set(inode, { row: 0, blob: symlinks[0] as number, file, links, isEntry: true });
    }
    return found;
  }

  #reserve(blob: number): void {
    const before = this.#bytes.length;
    if (blob < before) return;
    const length = Math.max(blob + 1, before * 2);
    this.#bytes = enlarged(this.#bytes, length).fill(ABSENT, before);
    this.#allocated = enlarged(this.#allocated, length);
    this.#modifiedAt = enlarged(this.#modifiedAt, length);
    this.#changedAt = enlarged(this.#changedAt, length);
    this.#inodes = enlarged(this.#inodes, length);
    this.#told = enlarged(this.#told, length);
  }
}

/** A row of a fact. */
export function statAt(fact: BlobsFact, row: number): BlobStat {
  return {
    bytes: fact.bytes[row] as number,
    allocatedBytes: fact.allocatedBytes[row] as number,
    modifiedAt: fact.modifiedAt[row] as number,
    changedAt: fact.changedAt[row] as number,
    inode: fact.inodes[row] as number,
  };
}
