import { ManifestRows } from '../analyze/manifest/manifest-rows.ts';
import { type FoundImage, findImage } from '../analyze/reference/find-image.ts';
import { contentsOf } from '../contents/contents-of.ts';
import { UsageError } from '../errors.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { type Digest, parseDigest } from '../registry/digest.ts';
import { blobDataPath } from '../registry/layout.ts';
import { openVolume } from '../volume/open-volume.ts';
import { type BlobReading, readBlob } from '../volume/read-blob.ts';
import type { Hooked } from '../volume/test-hooks.ts';
import type { InspectOptions } from './inspect.ts';

/** The bytes of a manifest or a config, or why there are none. */
export type ExactBytes = BlobReading & {
  readonly digest: string;
  /** Of its file, in the volume. */
  readonly path: string;
};

/** What nobody would look at is not read into memory. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads the bytes of the manifest that `reference` names, or of its config, exactly as they are. They are what their
 * digest says, or none are given.
 * @throws UsageError where there is no such manifest or config; VolumeError where the volume is not there.
 */
export function readExactBytes(
  inventory: Inventory,
  reference: string,
  of: 'manifest' | 'config',
  options: InspectOptions & Hooked = {},
): ExactBytes {
  const found = findImage(inventory, reference);
  const rows = new ManifestRows(inventory.database);
  const blob = of === 'manifest' ? found.blob : configOf(rows, found, reference);
  const digest = digestIn(rows.blobOf(blob).digest, reference);
  const storedAs = digestIn(rows.blobOf(contentsOf(inventory).storedAs(blob)).digest, reference);
  const [algorithm, hex] = storedAs.split(':') as [string, string];
  const { volume: root = inventory.scan.volume, ...how } = options;
  const fs = openVolume({ ...how, root });
  return { ...readBlob(fs, digest, MAX_BYTES, storedAs), digest, path: blobDataPath(algorithm, hex) };
}

function configOf(rows: ManifestRows, { blob, repository }: FoundImage, reference: string): number {
  const references = rows.referencesOf(blob);
  const config = references.find(({ kind }) => kind === 'config');
  if (config !== undefined) return config.blob;
  const child = references.find(({ kind }) => kind === 'manifest');
  if (child === undefined) throw new UsageError(`${reference} names no config.`);
  const { digest } = rows.blobOf(child.blob);
  throw new UsageError(
    `${reference} is an index, and has no config: name an image that it lists, such as ${repository}@${digest}.`,
  );
}

/** Something else than a digest may stand in a manifest in a digest's place. */
function digestIn(text: string, reference: string): Digest {
  const digest = parseDigest(text);
  if (digest === undefined) throw new UsageError(`${reference} names '${text}', which is no digest.`);
  return digest;
}
