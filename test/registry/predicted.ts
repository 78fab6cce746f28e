import { dirname } from 'node:path';
import { type GcPrediction, type Inventory, predictCollection } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { blobPath, revisionLinkPath, tagHistoryLinkPath } from '../support/volume-paths.ts';
import type { Collection, CollectOptions } from './garbage-collect.ts';

/** Scans a volume in this process, every link of it. */
export function inventoryOfAll(volume: string): Promise<Inventory> {
  return inventoryOf(volume, { readEveryLink: true });
}

/** What stowage says that the registry at hand would do. */
export function predict(inventory: Inventory, { deleteUntagged = false }: CollectOptions): GcPrediction {
  return predictCollection(inventory, { registry: '2.8.2', family: '2.7-2.8', deleteUntagged });
}

/** What a prediction and the registry's own words have in common, comparable. */
export function outcomeOf({ marked, blobs, manifests }: Collection | GcPrediction): object {
  const scheduled = manifests.map(({ repository, digest }) => `${repository}@${digest}`);
  return { marked, blobs: [...blobs], manifests: scheduled.sort() };
}

/** The directories that a collection of this outcome removes with all that is in them. */
export function directoriesGone({ blobs, manifests }: GcPrediction): string[] {
  const histories = manifests.flatMap(({ repository, digest, tags }) =>
    tags.map((tag) => tagHistoryLinkPath(repository, tag, digest)),
  );
  const revisions = manifests.map(({ repository, digest }) => revisionLinkPath(repository, digest));
  return [...blobs.map(blobPath), ...revisions, ...histories].map(dirname);
}
