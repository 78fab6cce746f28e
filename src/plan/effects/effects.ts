import type { Contents } from '../../contents/contents.ts';
import type { Abort } from '../../gc/aborts/abort.ts';
import type { Casualty } from '../../gc/harm/casualties.ts';
import type { Loss } from '../../gc/harm/losses.ts';
import { runCollection } from '../../gc/run.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { BlobSum } from '../plan.ts';
import { type CollectionAlone, sumOf } from './alone.ts';
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
  alone: CollectionAlone,
): Effects {
  const isEmpty = removal.of.size === 0;
  const together = isEmpty ? alone.run : runCollection(removal.left(), family, { deleteUntagged: false });
  const [garbageAlready, both] = [sumOf(alone.run), sumOf(together)];
  return {
    garbageAlready,
    together: both,
    freed: { blobs: both.blobs - garbageAlready.blobs, bytes: both.bytes - garbageAlready.bytes },
    aborts: [...together.aborts, ...together.swept.aborts, ...together.deletionAborts],
    casualties: isEmpty ? [] : findBroken(contents, family, removal, { alone: alone.run, together }),
    collectionCasualties: alone.casualties().filter(isLeft(contents, removal)),
    losses: alone.losses().filter(isLeft(contents, removal)),
    isFreed: (blob) => together.swept.set.has(blob) && !alone.run.swept.set.has(blob),
  };
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
