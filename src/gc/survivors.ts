import type { Database } from '../inventory/format/sqlite.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { REPOSITORIES } from '../registry/layout.ts';
import type { BlobSet } from './blob-set.ts';
import type { Collection } from './collection.ts';
import type { CollectorView } from './collector-view.ts';
import type { RegistryFamily } from './registry-version.ts';
import { findSubjectlessTags, heldOnlyBy } from './subjects.ts';

/** Something that stays, though people expect a collection to take it. */
export interface Survivor {
  readonly what:
    | 'uploads'
    | 'uploads-never-purged'
    | 'layer-links'
    | 'subjectless-tags'
    | 'unseen-repositories';
  readonly count: number;
  /** Of tags: what is in the closures of these and no other tag, and whose file has no other name that stays. */
  readonly bytes: number;
}

/** Tags whose subject is gone, and what only they hold: the same for all collectors. */
export interface SubjectlessTags {
  readonly count: number;
  /** By blob id. */
  readonly bytes: ReadonlyMap<number, number>;
}

/** Finds tags whose subject is gone, and what only they hold. */
export function loadSubjectlessTags(inventory: Inventory): SubjectlessTags {
  const tags = findSubjectlessTags(inventory);
  return { count: tags.length, bytes: heldOnlyBy(inventory, tags) };
}

/** A collection that is done. */
export interface CollectionEnd {
  readonly collection: Collection;
  readonly swept: BlobSet;
  readonly subjectless: SubjectlessTags;
}

/** What a collection leaves behind that may surprise. */
export function findSurvivors(
  { database }: Inventory,
  view: CollectorView,
  family: RegistryFamily,
  { collection, swept, subjectless }: CollectionEnd,
): Survivor[] {
  const survivors: Survivor[] = [
    { what: 'uploads', ...sumUploads(database, false) },
    { what: 'uploads-never-purged', ...sumUploads(database, true) },
    { what: 'layer-links', count: countStaleLinks(view, family, collection, swept), bytes: 0 },
    { what: 'subjectless-tags', count: subjectless.count, bytes: sumLeft(view, subjectless, swept) },
    { what: 'unseen-repositories', count: collection.unseen.length, bytes: 0 },
  ];
  return survivors.filter(({ count }) => count > 0);
}

/**
 * A running registry purges an upload by the time in its `startedat`, and never one that has none. Of one that could not
 * be read nobody knows.
 */
function sumUploads(database: Database, isNeverPurged: boolean): { count: number; bytes: number } {
  return database
    .prepare<[number], { count: number; bytes: number }>(
      `SELECT count(*) AS count, coalesce(sum(upload.bytes), 0) AS bytes
      FROM upload JOIN repository ON repository.id = repository_id
      WHERE (started_at IS NULL AND NOT EXISTS (SELECT 1 FROM problem WHERE code = 'unreadable' AND path =
        '${REPOSITORIES}/' || repository.name || '/_uploads/' || upload.name || '/startedat')) = ?`,
    )
    .get(isNeverPurged ? 1 : 0) as { count: number; bytes: number };
}

/** What would become free with the tags once the collection is done. */
function sumLeft({ files }: CollectorView, { bytes }: SubjectlessTags, swept: BlobSet): number {
  const left = [...bytes.keys()].filter((blob) => !swept.has(blob));
  const goes = (blob: number) => bytes.has(blob) || swept.has(blob);
  return files.freed(left, (blob) => bytes.get(blob) ?? 0, goes).bytes;
}

/** Layer links that lead to no blob once the collection is done; 3.x removes those of blobs that it takes. */
function countStaleLinks(
  view: CollectorView,
  family: RegistryFamily,
  { deletedLayerLinks }: Collection,
  swept: BlobSet,
): number {
  let count = 0;
  for (const { name, layerLinks } of view.repositories) {
    const removed = family === '3.x' ? deletedLayerLinks.get(name) : undefined;
    for (const target of layerLinks.targets) {
      const isStale = !view.isPresent(target) || swept.has(target);
      if (isStale && removed?.has(target) !== true) count++;
    }
  }
  return count;
}
