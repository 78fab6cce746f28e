import type { RepositoryRemoval } from '../../contents/repositories/repository.ts';
import type { PlanSummary } from '../plan.ts';
import type { Chosen } from './chosen.ts';
import type { Describer } from './describe.ts';
import type { Fates, StayingOne } from './fates.ts';

/** Counts what goes and stays. */
export function summarize({ removal }: Chosen, fates: Fates, describer: Describer): PlanSummary {
  const { kept, staying, loneTags } = fates;
  const sum = (countOf: (own: RepositoryRemoval) => number) =>
    [...removal.of.values()].reduce((count, own) => count + countOf(own), 0);
  const tagsOf = (lists: ReadonlyArray<{ readonly tag?: unknown }>) =>
    lists.reduce((count, { tag }) => count + (tag === undefined ? 0 : 1), 0);
  return {
    images: sum(({ revisions }) => revisions.size),
    tags: sum(({ tags }) => tags.size),
    loneTags: loneTags.length,
    keptTags: tagsOf(kept) + tagsOf(staying),
    staying: groupByReason(staying, describer).map(({ first, ...group }) => ({
      ...group,
      first: describer.staying(first),
    })),
  };
}

function groupByReason(staying: readonly StayingOne[], describer: Describer) {
  const groups = new Map<string, { reason: string; count: number; first: StayingOne }>();
  for (const first of staying) {
    const group = groups.get(first.reason);
    if (group === undefined) groups.set(first.reason, { reason: first.reason, count: 1, first });
    else {
      group.count++;
      if (describer.compare(first, group.first) < 0) group.first = first;
    }
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
