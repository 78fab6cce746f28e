import { describeManifest, type ManifestDescription } from '../analyze/manifest/describe-manifest.ts';
import { ManifestRows } from '../analyze/manifest/manifest-rows.ts';
import { findImage } from '../analyze/reference/find-image.ts';
import { contentsOf } from '../contents/contents-of.ts';
import { VolumeError } from '../errors.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { openVolume } from '../volume/open-volume.ts';
import type { Hooked } from '../volume/test-hooks.ts';
import type { VolumeFs, VolumeFsOptions } from '../volume/volume-fs.ts';
import { BytesReader } from './bytes-reader.ts';
import type { Inspection, Unread } from './inspection.ts';
import { KeptWords } from './kept-words.ts';

/** Where the bytes are. */
export interface InspectOptions {
  /**
   * The registry's root directory.
   * @default where the inventory was taken
   */
  readonly volume?: string;
}

/**
 * Describes the manifest that `reference` names, with what its bytes and its configs say. Where the volume is not there,
 * it is what the inventory
 * knows and keeps of configs. Bytes that are not what their digest says are not believed.
 * @throws UsageError where there is no such manifest.
 */
export function inspect(
  inventory: Inventory,
  reference: string,
  options: InspectOptions & Hooked = {},
): Inspection {
  const description = describeManifest(inventory, reference);
  const { volume: root = inventory.scan.volume, ...how } = options;
  const volume = openUnlessGone({ ...how, root });
  if ('code' in volume) return told(description, withKeptWords(inventory, reference, description), [volume]);
  const reader = new BytesReader(volume);
  const inspected = reader.inspect(description);
  return told(description, inspected, reader.unread);
}

function told(
  description: ManifestDescription,
  inspected: Omit<Inspection, 'unread'>,
  unread: readonly Unread[],
): Inspection {
  return { ...inspected, platforms: platformsOf(description, inspected.config?.platform), unread };
}

function withKeptWords(inventory: Inventory, reference: string, description: ManifestDescription) {
  const { database } = inventory;
  const words = new KeptWords(database, contentsOf(inventory), new ManifestRows(database));
  return words.addTo(description, findImage(inventory, reference).blob);
}

/** An image's config knows better than indexes. */
function platformsOf({ platforms, children }: ManifestDescription, own: string | undefined) {
  return children === undefined && own !== undefined ? [own] : platforms;
}

function openUnlessGone(options: VolumeFsOptions): VolumeFs | Unread {
  try {
    return openVolume(options);
  } catch (error) {
    if (error instanceof VolumeError) return { code: 'no-volume', detail: error.message };
    throw error;
  }
}
