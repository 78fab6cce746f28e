import type { Inventory } from '../inventory/reader.ts';
import type { Database } from '../inventory/sqlite.ts';
import { REPOSITORIES } from '../registry/layout.ts';
import type { BlobSet } from './blob-set.ts';
import type { Collection } from './collection.ts';
import type { CollectorView } from './collector-view.ts';
import type { RegistryFamily } from './registry-version.ts';

/** Something that stays, though people expect a collection to take it. */
export interface Survivor {
  readonly what:
    | 'uploads'
    | 'uploads-never-purged'
    | 'layer-links'
    | 'subjectless-tags'
    | 'unseen-repositories';
  readonly count: number;
  readonly bytes: number;
}

/** A tag named for the manifest it belongs to: cosign's suffixes, or the referrers tag schema of OCI 1.1. */
const SUBJECT_TAG = /^(sha256-[0-9a-f]{64}|sha512-[0-9a-f]{64,128})(?:\.(?:sig|att|sbom))?$/;

/** What a collection leaves behind that may surprise. */
export function findSurvivors(
  { database }: Inventory,
  view: CollectorView,
  family: RegistryFamily,
  collection: Collection,
  swept: BlobSet,
): Survivor[] {
  const survivors: Survivor[] = [
    { what: 'uploads', ...sumUploads(database, false) },
    { what: 'uploads-never-purged', ...sumUploads(database, true) },
    { what: 'layer-links', count: countStaleLinks(view, family, collection, swept), bytes: 0 },
    { what: 'subjectless-tags', ...(hasSubjectTags(database) ? sumSubjectlessTags(view) : NONE) },
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

const NONE = { count: 0, bytes: 0 };

/** False where no tag looks like one: then their names need not be loaded. */
function hasSubjectTags(database: Database): boolean {
  return database.prepare(`SELECT EXISTS (SELECT 1 FROM tag WHERE name GLOB 'sha*-*')`).pluck().get() === 1;
}

function sumSubjectlessTags(view: CollectorView): { count: number; bytes: number } {
  let count = 0;
  const held = new Set<number>();
  for (const { tags: tagsOf, revisions: links } of view.repositories) {
    const tags = tagsOf.list;
    if (!tags.some(({ name }) => SUBJECT_TAG.test(name))) continue;
    const revisions = new Set([...links.directories].map((blob) => view.digestOf(blob).replace(':', '-')));
    for (const { name, target } of tags) {
      const subject = SUBJECT_TAG.exec(name)?.[1];
      if (subject === undefined || hasSubject(revisions, subject)) continue;
      count++;
      if (target === undefined) continue;
      held.add(target);
      for (const blob of view.referencesOf(target)) held.add(blob);
    }
  }
  return { count, bytes: [...held].reduce((sum, blob) => sum + view.bytesOf(blob), 0) };
}

/** The referrers tag schema cuts a sha512 to 64 digits. */
function hasSubject(revisions: ReadonlySet<string>, subject: string): boolean {
  return revisions.has(subject) || [...revisions].some((revision) => revision.startsWith(subject));
}
