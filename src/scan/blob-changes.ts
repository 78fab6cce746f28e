import type { ByteString } from '../registry/byte-string.ts';
import type { Gatherer } from './gatherer.ts';

/**
 * In which directories blobs came or went from the beginning of a scan to its end: a push makes a directory in one of
 * them, a collection removes one, and either sets the time of the one above.
 */
export class BlobChanges {
  readonly #before: ReadonlyMap<ByteString, number | undefined>;

  constructor(gatherer: Gatherer, directories: readonly ByteString[]) {
    this.#before = new Map(directories.map((path) => [path, timeOf(gatherer, path)]));
  }

  /** How many of them changed. */
  count(gatherer: Gatherer): number {
    return [...this.#before].filter(([path, before]) => timeOf(gatherer, path) !== before).length;
  }
}

function timeOf(gatherer: Gatherer, path: ByteString): number | undefined {
  return gatherer.look(path, 'bytes')?.modifiedAt;
}
