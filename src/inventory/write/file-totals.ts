import type { FilesFact, HardLinkedFile, UploadFile } from '../../facts/told.ts';

/** Whose upload a file is, and how long that one stays. */
export interface UploadHome {
  readonly id: number;
  /** Repository and name: the order does not hang on which was met first. */
  readonly key: string;
  /** Microseconds since 1970. */
  readonly startedAt: number;
}

/** What files with several names add to an upload. */
export interface UploadShare {
  bytes: number;
  /** Of these, what stays where the upload goes. */
  namedElsewhereBytes: number;
}

interface FileOfUploads {
  readonly bytes: number;
  readonly links: number;
  /** Of its names in uploads, those that go with the upload. */
  entries: number;
  /** Of the uploads that have it, the one that is the last to go. */
  home: UploadHome;
}

/** The sums of files that are no blob's data. */
export interface Totals {
  /** Of files that are no repository's and no upload's. */
  readonly files: number;
  readonly bytes: number;
  /** By upload: what files with several names add to it. */
  readonly uploads: ReadonlyMap<number, UploadShare>;
}

/** Adds up the files that are no blob's data. A file with several names counts once: as a blob, an upload, or other. */
export class FileTotals {
  #files = 0;
  #bytes = 0;
  readonly #others: HardLinkedFile[] = [];
  readonly #ofUploads = new Map<string, FileOfUploads>();

  /** Takes files that are no repository's; of a repository's only those with other names. */
  add(fact: FilesFact): void {
    if (fact.repository === undefined) {
      this.#files += fact.files;
      this.#bytes += fact.bytes;
    }
    for (const file of fact.hardLinked) this.#others.push(file);
  }

  addUploadFile(home: UploadHome, { file, bytes, links, isEntry }: UploadFile): void {
    const known = this.#ofUploads.get(file) ?? { bytes, links, entries: 0, home };
    this.#ofUploads.set(file, known);
    if (isEntry) known.entries++;
    if (isLaterToGo(home, known.home)) known.home = home;
  }

  /** The sums, once all files were told: without what another name of the same file already counts for. */
  sum(isBlob: (file: string) => boolean): Totals {
    let [files, bytes] = [this.#files, this.#bytes];
    const counted = new Set<string>();
    for (const { file, bytes: ofFile } of this.#others) {
      if (isBlob(file) || this.#ofUploads.has(file) || counted.has(file)) {
        files--;
        bytes -= ofFile;
      }
      counted.add(file);
    }
    return { files, bytes, uploads: this.#sumUploads(isBlob) };
  }

  #sumUploads(isBlob: (file: string) => boolean): Map<number, UploadShare> {
    const shares = new Map<number, UploadShare>();
    for (const [file, { bytes, links, entries, home }] of this.#ofUploads) {
      if (isBlob(file)) continue;
      const share = shares.get(home.id) ?? { bytes: 0, namedElsewhereBytes: 0 };
      shares.set(home.id, share);
      share.bytes += bytes;
      if (links > entries) share.namedElsewhereBytes += bytes;
    }
    return shares;
  }
}

function isLaterToGo(a: UploadHome, b: UploadHome): boolean {
  return a.startedAt > b.startedAt || (a.startedAt === b.startedAt && a.key < b.key);
}
