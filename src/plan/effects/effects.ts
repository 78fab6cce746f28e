import type { Contents } from '../../contents/contents.ts';
import type { Abort } from '../../gc/aborts/abort.ts';
import { type Casualty, findCasualties } from '../../gc/harm/casualties.ts';
import { findLosses, type Loss } from '../../gc/harm/losses.ts';
import { type CollectionRun, runCollection } from '../../gc/run.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { BlobSum } from '../plan.ts';
import { findBroken } from './broken.ts';
import type { Removal } from './removal.ts';

/** What a plan and the plain collection of a family do together. */
export interface Effects {
  readonly freed: BlobSum;
  readonly garbageAlready: BlobSum;
  readonly together: BlobSum;
  /** What would end the collection, once the plan is carried out. */
  readonly aborts: readonly Abort[];
  /** What the plan breaks. */
  readonly casualties: readonly Casualty[];
  /** What the collection breaks without the plan, of what the plan leaves. */
  readonly collectionCasualties: readonly Casualty[];
  /** Tags that are left, and broken now, of which the collection takes what could still be mended. */
  readonly losses: readonly Loss[];
  /** True for a blob that goes because of the plan. */
  readonly isFreed: (blob: number) => boolean;
}

/** Asks what becomes of a volume without some images and tags. `alone` is the collection of the volume as it is. */
export function effectsOf(
  contents: Contents,
  family: RegistryFamily,
  removal: Removal,
  alone: CollectionRun,
): Effects {
  const isEmpty = removal.of.size === 0;
  const together = isEmpty ? alone : runCollection(removal.left(), family, { deleteUntagged: false });
  const [garbageAlready, both] = [sumOf(alone), sumOf(together)];
  const after = alone.after();
  const collectionCasualties = findCasualties(contents, family, after);
  const told = new Set(collectionCasualties.map(({ repository, tag }) => `${repository}:${tag}`));
  const losses = findLosses(contents, after, (repository, tag) => told.has(`${repository}:${tag}`));
  return {
    garbageAlready,
    together: both,
    freed: { blobs: both.blobs - garbageAlready.blobs, bytes: both.bytes - garbageAlready.bytes },
    aborts: [...together.aborts, ...together.swept.aborts, ...together.deletionAborts],
    casualties: isEmpty ? [] : findBroken(contents, family, removal, { alone, together }),
    collectionCasualties: collectionCasualties.filter(isLeft(contents, removal)),
    losses: losses.filter(isLeft(contents, removal)),
    isFreed: (blob) => together.swept.set.has(blob) && !alone.swept.set.has(blob),
  };
}

/** What a collection takes. */
export function sumOf({ swept, freed }: CollectionRun): BlobSum {
  return { blobs: swept.blobs.length + swept.misplaced.length, bytes: freed().bytes };
}

/** True for what a plan does not delete anyway. */
function isLeft(
  contents: Contents,
  removal: Removal,
): (harmed: Pick<Casualty, 'repository' | 'tag' | 'digest'>) => boolean {
  const idByName = new Map(contents.repositories.map(({ name, id }) => [name, id]));
  return ({ repository, tag, digest }) => {
    const own = removal.of.get(idByName.get(repository) as number);
    if (own === undefined) return true;
    const blob = contents.blobs.idOf(digest);
    const isDeleted = blob !== undefined && own.revisions.has(blob);
    return !isDeleted && (tag === undefined || !own.tags.has(tag));
  };
}
