import { UnreadPaths } from '../gc/unread-paths.ts';
import { digestText } from '../inventory/format/digest-column.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { REPOSITORIES } from '../registry/layout.ts';

const PLACES = { revision: '_manifests/revisions', layer: '_layers' } as const;

/** Links and blobs that the scan could not read, by ids: they are neither damaged nor missing, as far as one knows. */
export class UnreadLinks {
  readonly #paths: UnreadPaths;
  readonly #digest;
  readonly #repository;

  constructor(inventory: Inventory) {
    const { database } = inventory;
    this.#paths = new UnreadPaths(inventory);
    this.#digest = database
      .prepare<[number], Buffer | string>('SELECT digest FROM blob WHERE id = ?')
      .pluck();
    this.#repository = database
      .prepare<[number], string | Buffer>('SELECT name FROM repository WHERE id = ?')
      .pluck();
  }

  /** True where all was read. */
  get isEmpty(): boolean {
    return this.#paths.isEmpty;
  }

  isBlob(blob: number): boolean {
    return !this.isEmpty && this.#paths.hasBlob(this.#digestOf(blob));
  }

  isLink(place: keyof typeof PLACES, repository: number, blob: number): boolean {
    if (this.isEmpty) return false;
    const slot = this.#digestOf(blob).replace(':', '/');
    const name = this.#repository.get(repository) ?? '';
    return this.#paths.has(`${REPOSITORIES}/${name}/${PLACES[place]}/${slot}/link`);
  }

  #digestOf(blob: number): string {
    return digestText(this.#digest.get(blob) ?? '');
  }
}
