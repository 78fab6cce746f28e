import { readNumbers } from '../inventory/format/read-numbers.ts';
import type { Aliases } from '../inventory/read/aliases.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { isImageConfigType } from '../registry/manifest/media-types.ts';
import type { Blobs } from './blobs.ts';
import type { Manifests } from './manifests.ts';

/** What names the config of an image, and of which kinds it is. */
const CONFIG_NAMING = 'manifest WHERE config_media_type_id IN (SELECT value FROM json_each(?))';

/** What images are found in. */
interface Around {
  readonly blobs: Blobs;
  readonly manifests: Manifests;
  readonly aliases: Aliases;
}

/** The manifests that name the config of an image, with the config that was read. */
export class Images {
  readonly #around: Around;
  /** By blob id: 1 for a config of which something is known. */
  readonly #areRead: Uint8Array;
  /** Manifests, in the order of their ids. */
  readonly manifests: Float64Array;

  constructor(inventory: Inventory, around: Around) {
    const { database } = inventory;
    this.#around = around;
    this.#areRead = new Uint8Array(around.blobs.highest + 1);
    for (const blob of readNumbers(database, ['blob_id'], 'config WHERE fault IS NULL')[0])
      this.#areRead[blob] = 1;
    const types = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM media_type').all();
    const ids = types.filter(({ name }) => isImageConfigType(name)).map(({ id }) => id);
    this.manifests = readNumbers(database, ['blob_id'], CONFIG_NAMING, JSON.stringify(ids))[0];
  }

  /** The config of one of the manifests, where it was read and is sound. */
  configOf(manifest: number): number | undefined {
    const named = this.#around.manifests.references.referencesOf(manifest)[0];
    if (named === undefined) return undefined;
    if (this.#areRead[named] === 1) return named;
    const stored = [...(this.#around.aliases.get(named) ?? [])].sort((a, b) => a - b);
    return stored.find((blob) => this.#areRead[blob] === 1);
  }

  /** The layers of one of the manifests, in their order. */
  layersOf(manifest: number): Int32Array {
    return this.#around.manifests.references.referencesOf(manifest).subarray(1);
  }
}
