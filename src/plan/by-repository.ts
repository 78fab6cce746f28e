import type { Contents } from '../contents/contents.ts';
import type { Effects } from './effects/effects.ts';
import type { Chosen, Listing } from './listing.ts';
import type { RepositoryPlan } from './plan.ts';
import type { Candidates } from './select/candidates.ts';

/** What a plan does to each repository of which something goes, by name. */
export function planByRepository(
  contents: Contents,
  { selections }: Candidates,
  { images }: Chosen,
  { loneTags }: Listing,
  { isFreed }: Effects,
): RepositoryPlan[] {
  const alone = countAlone(loneTags);
  const plans: RepositoryPlan[] = [];
  for (const [id, { repository, images: all }] of selections) {
    const going = images.get(id);
    const tagsAlone = alone.get(id) ?? 0;
    if (going === undefined && tagsAlone === 0) continue;
    const freed = new Set<number>();
    for (const blob of going ?? []) {
      if (isFreed(blob)) freed.add(blob);
      contents.manifests.forEachReference(blob, (each) => {
        if (isFreed(each)) freed.add(each);
      });
    }
    let [tags, deletedTags] = [0, tagsAlone];
    for (const image of all.values()) {
      tags += image.tags.length;
      if (going?.has(image.blob)) deletedTags += image.tags.length;
    }
    const { bytes } = contents.blobs.freed(freed, isFreed);
    plans.push({ repository: repository.name, keptTags: tags - deletedTags, deletedTags, bytes });
  }
  return plans;
}

/** Repositories that lose their last tag that is not attached to anything, by name. */
export function emptiedOf({ selections }: Candidates, { images }: Chosen, { loneTags }: Listing): string[] {
  const alone = countAlone(loneTags);
  const emptied: string[] = [];
  for (const [id, { repository, images: all }] of selections) {
    let [before, after] = [0, -(alone.get(id) ?? 0)];
    for (const { blob, ordinaryTags } of all.values()) {
      before += ordinaryTags.length;
      if (!images.get(id)?.has(blob)) after += ordinaryTags.length;
    }
    if (before > 0 && after === 0) emptied.push(repository.name);
  }
  return emptied;
}

function countAlone(loneTags: Listing['loneTags']): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { repository } of loneTags) counts.set(repository, (counts.get(repository) ?? 0) + 1);
  return counts;
}
