import type { Contents } from '../../contents/contents.ts';
import { forEachRow } from '../../inventory/format/read-numbers.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { DigestOrder } from './digest-order.ts';
import { fileEntry } from './entries.ts';

/** What a blob is, by what refers to it. */
const ROLES = ['blob', 'layer', 'config'] as const;
const LAYER = ROLES.indexOf('layer');
const CONFIG = ROLES.indexOf('config');

/** The files of blobs that are there. One that appears several times says each time how often. */
export class BlobFiles {
  readonly #contents: Contents;
  readonly #digests: DigestOrder;
  /** By blob id, both of them. */
  readonly #roles: Uint8Array;
  readonly #appearances: Int32Array;

  constructor(inventory: Inventory, contents: Contents) {
    const { highest } = contents.blobs;
    this.#contents = contents;
    this.#digests = new DigestOrder(inventory.database, highest);
    this.#roles = loadRoles(inventory, contents);
    this.#appearances = new Int32Array(highest + 1);
  }

  /** Notes that a blob's file appears once more. */
  count(blob: number): void {
    this.#appearances[this.#contents.blobs.files.keeperOf(blob)]!++;
  }

  /** The entry of a blob's file, once it is known how often each appears. */
  entryOf(blob: number): string {
    const { files, sized } = this.#contents.blobs;
    const keeper = files.keeperOf(blob);
    // With one more where it has a name that is no blob's: then no directory has all of them.
    const nlink = (this.#appearances[keeper] as number) + (files.isNamedElsewhere(blob) ? 1 : 0);
    return fileEntry({
      name: this.#nameOf(blob),
      bytes: sized.bytesOf(blob),
      ...(nlink > 1 && { ino: this.#digests.placeOf(keeper), nlink }),
    });
  }

  /** `sha256:` and as much of the digest as people know it by. */
  shortDigestOf(blob: number): string {
    return this.#digests.beginningOf(blob);
  }

  /** All of them, in the order of their digests. */
  get inOrder(): Int32Array {
    return this.#digests.blobs;
  }

  /** Some of them in this order. */
  sorted(blobs: readonly number[]): number[] {
    return blobs.toSorted((a, b) => this.#digests.placeOf(a) - this.#digests.placeOf(b));
  }

  #nameOf(blob: number): string {
    const { manifests } = this.#contents;
    const manifest = manifests.isIndex(blob) ? 'index' : 'manifest';
    const what = manifests.has(blob) ? manifest : ROLES[this.#roles[blob] as number];
    return `${what} ${this.#digests.beginningOf(blob)}`;
  }
}

/** By blob id: an index into ROLES. */
function loadRoles({ database }: Inventory, { blobs, graph }: Contents): Uint8Array {
  const roles = new Uint8Array(blobs.highest + 1);
  graph.forEachManifest((manifest) =>
    graph.forEachReference(manifest, (blob) => {
      roles[blob] = LAYER;
      graph.forEachAlias(blob, (stored) => {
        roles[stored] = LAYER;
      });
    }),
  );
  forEachRow(database, ['blob_id'], `reference WHERE kind = 'config'`, (blob) => {
    roles[blob] = CONFIG;
  });
  return roles;
}
