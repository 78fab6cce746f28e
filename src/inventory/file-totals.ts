import type { FilesFact, HardLinkedFile } from '../facts.ts';

/** Adds up the files that are no blob's data. A file with several names counts once: as a blob, an upload, or other. */
export class FileTotals {
  files = 0;
  bytes = 0;
  /** Of uploads' files that count as something else: repositories' own sums have them all the same. */
  repeatedUploadBytes = 0;
  readonly #hardLinked: HardLinkedFile[] = [];

  /** Takes files that are no repository's; of a repository's only those with other names. */
  add(fact: FilesFact): void {
    if (fact.repository === undefined) {
      this.files += fact.files;
      this.bytes += fact.bytes;
    }
    for (const file of fact.hardLinked) this.#hardLinked.push(file);
  }

  /** Takes out of the sums what another name of the same file already counts for. */
  settle(isBlob: (file: string) => boolean): void {
    const counted = new Set<string>();
    const uploadsFirst = [...this.#hardLinked].sort((a, b) => Number(b.isUpload) - Number(a.isUpload));
    for (const { file, bytes, isUpload } of uploadsFirst) {
      const isRepeated = isBlob(file) || counted.has(file);
      counted.add(file);
      if (!isRepeated) continue;
      if (isUpload) this.repeatedUploadBytes += bytes;
      else this.bytes -= bytes;
    }
  }
}
