import { type Trust, trustIn } from '../analyze/trust/trust.ts';
import { contentsOf } from '../contents/contents-of.ts';
import { UsageError } from '../errors.ts';
import { REGISTRY_FAMILIES } from '../gc/registry-version.ts';
import { runCollection } from '../gc/run.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { findLeftovers } from '../leftovers/find-leftovers.ts';
import { type PlannedVolume, plannedVolumeOf } from '../plan/planned-volume.ts';
import type { RegistryFamily } from '../registry/family.ts';
import { collectionLevers } from './collections.ts';
import type { Lever } from './lever.ts';
import { ruleLevers } from './rules.ts';

/**
 * What would free how much: the collections of both families, what common rules free beyond the plain one, and what only
 * hands remove. None where it may not be pulled: a cache expires by itself, and what a database knows is not asked.
 */
export function findLevers(inventory: Inventory): Lever[] {
  const trust = trustIn(inventory);
  const contents = contentsOf(inventory);
  // Its sizes are asked for by every collection.
  const volume = plannedVolume(inventory);
  const plain = (family: RegistryFamily) =>
    volume?.alone(family).run ?? runCollection(contents, family, { deleteUntagged: false });
  const collections = isCollected(trust) ? collectionLevers(contents, trust, plain) : [];
  return [
    ...collections,
    ...(volume === undefined ? [] : ruleLevers(volume)),
    ...leftoverLevers(inventory),
  ].filter(({ bytes }) => bytes > 0);
}

function isCollected({ isCache, metadataElsewhere, tagsElsewhere, missingHalves }: Trust): boolean {
  return (
    !isCache && metadataElsewhere === undefined && tagsElsewhere === undefined && missingHalves.length === 0
  );
}

/** Undefined where plans are refused. */
function plannedVolume(inventory: Inventory): PlannedVolume | undefined {
  try {
    return plannedVolumeOf(inventory);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** Uploads that are stale, and other files that are left over; links take next to nothing. */
function leftoverLevers(inventory: Inventory): Lever[] {
  const { kinds, undetermined } = findLeftovers(inventory, { filesOnly: true });
  const isUpload = ({ kind }: { readonly kind: string }) => kind.startsWith('upload');
  const sum = (lever: Lever['lever'], isOne: (kind: { readonly kind: string }) => boolean): Lever => {
    const own = kinds.filter(isOne);
    return {
      lever,
      families: REGISTRY_FAMILIES,
      count: own.reduce((total, { count }) => total + count, 0),
      bytes: own.reduce((total, { bytes }) => total + bytes, 0),
      breaksTags: 0,
      ...(undetermined && { undetermined }),
      command: 'stowage leftovers',
    };
  };
  return [sum('uploads', isUpload), sum('leftovers', (kind) => !isUpload(kind))];
}
