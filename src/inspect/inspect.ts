import { describeManifest, type ManifestDescription } from '../analyze/manifest/describe-manifest.ts';
import { VolumeError } from '../errors.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { openVolume } from '../volume/open-volume.ts';
import type { VolumeFs } from '../volume/volume-fs.ts';
import { BytesReader } from './bytes-reader.ts';
import type { Inspection, Unread } from './inspection.ts';

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
 * it is what the inventory knows. Bytes that are not what their digest says are not believed.
 * @throws UsageError where there is no such manifest.
 */
export function inspect(inventory: Inventory, reference: string, options: InspectOptions = {}): Inspection {
  const description = describeManifest(inventory, reference);
  const volume = openUnlessGone(options.volume ?? inventory.scan.volume);
  if ('code' in volume) return { ...description, unread: [volume] };
  const reader = new BytesReader(volume);
  const inspected = reader.inspect(description);
  const { config } = inspected;
  return {
    ...inspected,
    platforms: platformsOf(description, config?.platform),
    unread: reader.unread,
  };
}

/** An image's config knows better than indexes. */
function platformsOf({ platforms, children }: ManifestDescription, own: string | undefined) {
  return children === undefined && own !== undefined ? [own] : platforms;
}

function openUnlessGone(root: string): VolumeFs | Unread {
  try {
    return openVolume({ root });
  } catch (error) {
    if (error instanceof VolumeError) return { code: 'no-volume', detail: error.message };
    throw error;
  }
}
