import type { Contents } from '../../contents/contents.ts';
import { once } from '../../contents/once.ts';
import type { UnreadPaths } from '../../contents/problems.ts';
import { REPOSITORIES } from '../../registry/layout.ts';

const PLACES = { revision: '_manifests/revisions', layer: '_layers' } as const;

/** Links and blobs that the scan could not read, by ids: they are neither damaged nor missing, as far as one knows. */
export class UnreadLinks {
  readonly #paths: UnreadPaths;
  readonly #contents: Contents;
  readonly #names = once(() => new Map(this.#contents.repositories.map(({ id, name }) => [id, name])));

  constructor(contents: Contents) {
    this.#paths = contents.problems.unread;
    this.#contents = contents;
  }

  /** True where all was read. */
  get isEmpty(): boolean {
    return this.#paths.isEmpty;
  }

  isBlob(blob: number): boolean {
    return !this.isEmpty && this.#paths.hasBlob(this.#contents.blobs.digestOf(blob));
  }

  isLink(place: keyof typeof PLACES, repository: number, blob: number): boolean {
    if (this.isEmpty) return false;
    const slot = this.#contents.blobs.digestOf(blob).replace(':', '/');
    const name = this.#names().get(repository) ?? '';
    return this.#paths.has(`${REPOSITORIES}/${name}/${PLACES[place]}/${slot}/link`);
  }
}
