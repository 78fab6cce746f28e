import type { UploadFact } from '../../facts/told.ts';
import { decodeName } from '../../registry/byte-string.ts';
import { parseUploadStart } from '../../registry/upload-start.ts';
import type { BlobStore } from '../ids/blob-store.ts';
import type { FileTotals } from './file-totals.ts';
import type { Rows } from './rows.ts';

/** Writes uploads; of their files, `FileTotals` adds up those that may count elsewhere. */
export class UploadWriter {
  readonly #rows: Rows;
  readonly #blobs: BlobStore;
  readonly #files: FileTotals;
  #lastUpload = 0;

  constructor(rows: Rows, blobs: BlobStore, files: FileTotals) {
    this.#rows = rows;
    this.#blobs = blobs;
    this.#files = files;
  }

  add(repository: number, fact: UploadFact): void {
    const { dataBytes, files, startedAt, modifiedAt } = fact;
    const started = startedAt === undefined ? undefined : parseUploadStart(startedAt);
    const id = ++this.#lastUpload;
    const home = { id, key: `${fact.repository}/${fact.name}`, startedAt: started ?? modifiedAt };
    let bytes = 0;
    for (const file of files) {
      // Nearly all are what they seem: one name, and no blob.
      const isAlone = file.isEntry && file.links === 1 && !this.#blobs.hasFile(file.file);
      if (isAlone) bytes += file.bytes;
      else this.#files.addUploadFile(home, file);
    }
    const [name, start] = [decodeName(fact.name), [started ?? null, startedAt ?? null]];
    this.#rows.upload.add(id, repository, name, dataBytes, bytes, files.length, ...start, modifiedAt);
  }
}
