import type { Contents } from '../../contents/contents.ts';
import type { Effects } from '../effects/effects.ts';
import type { RepositoryPlan } from '../plan.ts';
import type { Candidates } from '../select/candidates.ts';
import type { Chosen } from './chosen.ts';
import type { Fates } from './fates.ts';

/** What a plan does to each repository of which something goes, by name. */
export function planByRepository(
  contents: Contents,
  { selections }: Candidates,
  { removal }: Chosen,
  { loneTags }: Fates,
  { isFreed }: Effects,
): RepositoryPlan[] {
  const alone = countAlone(loneTags);
  const plans: RepositoryPlan[] = [];
  // By blob id: the repository for which it was counted last.
  const countedFor = new Int32Array(contents.blobs.highest + 1);
  for (const [id, { repository, images, tagCount }] of selections) {
    const going = removal.of.get(id)?.revisions;
    const tagsAlone = alone.get(id) ?? 0;
    if (going === undefined && tagsAlone === 0) continue;
    const freed: number[] = [];
    const free = (blob: number) => {
      if (countedFor[blob] === id || !isFreed(blob)) return;
      countedFor[blob] = id;
      freed.push(blob);
    };
    let deletedTags = tagsAlone;
    for (const blob of going ?? []) {
      deletedTags += images.get(blob)?.tags.length ?? 0;
      free(blob);
      contents.manifests.forEachReference(blob, free);
    }
    const { bytes } = contents.blobs.freed(freed, isFreed);
    plans.push({ repository: repository.name, keptTags: tagCount - deletedTags, deletedTags, bytes });
  }
  return plans;
}

/** Repositories that lose their last tag that is not attached to anything, by name. */
export function emptiedOf({ selections }: Candidates, { removal }: Chosen, { loneTags }: Fates): string[] {
  const alone = countAlone(loneTags);
  const emptied: string[] = [];
  for (const [id, { repository, images, ordinaryTagCount }] of selections) {
    let left = ordinaryTagCount - (alone.get(id) ?? 0);
    for (const blob of removal.of.get(id)?.revisions ?? [])
      left -= images.get(blob)?.ordinaryTags.length ?? 0;
    if (ordinaryTagCount > 0 && left === 0) emptied.push(repository.name);
  }
  return emptied;
}

function countAlone(loneTags: Fates['loneTags']): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { repository } of loneTags) counts.set(repository, (counts.get(repository) ?? 0) + 1);
  return counts;
}
