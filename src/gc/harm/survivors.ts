import type { Contents } from '../../contents/contents.ts';
import { findSubjectlessTags, heldOnlyBy } from '../../contents/subjects.ts';
import { sumUploads } from '../../contents/uploads.ts';
import type { BlobSet } from '../../graph/blob-set.ts';
import type { CollectionRun } from '../run.ts';

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
export function loadSubjectlessTags(contents: Contents): SubjectlessTags {
  const tags = findSubjectlessTags(contents);
  return { count: tags.length, bytes: heldOnlyBy(contents, tags) };
}

/** What a collection leaves behind that may surprise. */
export function findSurvivors(
  contents: Contents,
  run: CollectionRun,
  subjectless: SubjectlessTags,
): Survivor[] {
  const { database } = contents.inventory;
  const left = sumLeft(contents, subjectless, run.swept.set);
  const survivors: Survivor[] = [
    { what: 'uploads', ...sumUploads(database, { neverPurged: false }) },
    { what: 'uploads-never-purged', ...sumUploads(database, { neverPurged: true }) },
    { what: 'layer-links', count: countStaleLinks(contents, run), bytes: 0 },
    { what: 'subjectless-tags', count: subjectless.count, bytes: left },
    { what: 'unseen-repositories', count: run.unseen.length, bytes: 0 },
  ];
  return survivors.filter(({ count }) => count > 0);
}

/** What would become free with the tags once the collection is done. */
function sumLeft({ blobs }: Contents, { bytes }: SubjectlessTags, swept: BlobSet): number {
  const left = [...bytes.keys()].filter((blob) => !swept.has(blob));
  const goes = (blob: number) => bytes.has(blob) || swept.has(blob);
  return blobs.files.freed(left, (blob) => bytes.get(blob) ?? 0, goes).bytes;
}

/** Layer links that lead to no blob once the collection is done; 3.x removes those of blobs that it takes. */
function countStaleLinks(
  { repositories, blobs }: Contents,
  { family, swept, deletedLayerLinks }: CollectionRun,
): number {
  let count = 0;
  for (const { name, layerLinks } of repositories) {
    const removed = family === '3.x' ? deletedLayerLinks.get(name) : undefined;
    for (const target of layerLinks.targets) {
      const isStale = !blobs.isPresent(target) || swept.set.has(target);
      if (isStale && removed?.has(target) !== true) count++;
    }
  }
  return count;
}
