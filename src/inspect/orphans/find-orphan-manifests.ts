import type { Orphan } from '../../analyze/orphans.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { MAX_MANIFEST_BYTES } from '../../registry/layout.ts';
import { openVolume } from '../../volume/open-volume.ts';
import type { InspectOptions } from '../inspect.ts';
import type { Unread } from '../inspection.ts';
import { OrphanClosures } from './orphan-closures.ts';
import { type ReadOrphan, readOrphan } from './read-orphan.ts';

/** A manifest among the blobs that nothing refers to: an image, perhaps, that can be had again. */
export interface OrphanManifest extends Omit<ReadOrphan, 'references' | 'platform'> {
  /** Of all that it leads to, as far as that is there, each file once. */
  readonly bytes: number;
  /** True where all that it leads to is on the disk: with its link put back, it could be pulled. */
  readonly whole: boolean;
  /** How many blobs are missing, or were found damaged; only where some are. */
  readonly missing?: number;
  /** `os/architecture[/variant]`, of an index those that it lists. */
  readonly platforms?: readonly string[];
  /** The repositories that have a layer link to its config or a layer that nothing refers to either: it was theirs. */
  readonly repositories?: readonly string[];
  /** Indexes among these manifests that list it. */
  readonly listedBy?: readonly string[];
}

/** The manifests among some blobs, by digest, and what could not be read. */
export interface OrphanManifests {
  readonly manifests: ReadonlyMap<string, OrphanManifest>;
  readonly unread: readonly Unread[];
}

/**
 * Reads blobs that nothing refers to, and tells which are manifests, and of what. A blob whose first bytes cannot begin
 * one, or that is larger than a registry reads, is none: so nearly all cost one short read.
 * @throws VolumeError where the volume is not there.
 */
export function findOrphanManifests(
  inventory: Inventory,
  orphans: readonly Orphan[],
  options: InspectOptions = {},
): OrphanManifests {
  const fs = openVolume({ root: options.volume ?? inventory.scan.volume });
  const closures = new OrphanClosures(contentsOf(inventory));
  const found = new Map<string, Omit<ReadOrphan, 'references'>>();
  const unread: Unread[] = [];
  for (const { digest, bytes } of orphans) {
    if (bytes > MAX_MANIFEST_BYTES) continue;
    const read = readOrphan(fs, digest);
    if (read === undefined) continue;
    if ('code' in read) {
      if (read.code !== 'missing') unread.push({ ...read, digest });
      closures.addDamaged(digest);
      continue;
    }
    const { references, ...said } = read;
    closures.add(digest, references);
    found.set(digest, said);
  }
  const linkedFrom = new Map(orphans.map((orphan) => [orphan.digest, orphan.linkedFrom]));
  const manifests = [...found].map(([digest, said]) => [digest, describe(digest, said)] as const);
  return { manifests: new Map(manifests), unread };

  function describe(digest: string, { platform, ...said }: Omit<ReadOrphan, 'references'>): OrphanManifest {
    const { bytes, missing, children, platforms, parts, listedBy } = closures.of(digest);
    const name =
      said.name ?? children.map((child) => found.get(child)?.name).find((each) => each !== undefined);
    const runsOn = platform === undefined ? platforms : [platform];
    const repositories = parts.map((part) => linkedFrom.get(part) ?? []).find((names) => names.length > 0);
    return {
      ...said,
      ...(name !== undefined && { name }),
      bytes,
      whole: missing === 0,
      ...(missing > 0 && { missing }),
      ...(runsOn.length > 0 && { platforms: runsOn }),
      ...(repositories !== undefined && { repositories }),
      ...(listedBy.length > 0 && { listedBy }),
    };
  }
}
