import type { FilesFact, HardLinkedFile } from '../facts.ts';

/** Adds up the files that are no blob's data. A file with several names counts once: as a blob, an upload, or other. */
export class FileTotals {
  files = 0;
  bytes = 0;
  readonly #hardLinked: HardLinkedFile[] = [];

  add(fact: FilesFact): void {
    this.files += fact.files;
    this.bytes += fact.bytes;
    for (const file of fact.hardLinked) this.#hardLinked.push(file);
  }

  /** Takes out of the sums what another name of the same file already counts for. */
  settle(isBlob: (file: string) => boolean): void {
    const uploads = new Set(this.#hardLinked.filter(({ isUpload }) => isUpload).map(({ file }) => file));
    const counted = new Set<string>();
    for (const { file, bytes, isUpload } of this.#hardLinked) {
      if (isUpload) continue;
      if (isBlob(file) || uploads.has(file) || counted.has(file)) this.bytes -= bytes;
      counted.add(file);
    }
  }
}
