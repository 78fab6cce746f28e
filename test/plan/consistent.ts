import { expect } from 'vitest';
import type { Deletion, Plan, PlanSummary, Staying, SummarizedPlan } from '../../src/plan/plan.ts';

const LISTS = ['keep', 'delete', 'stays'] as const;

/** Holds what a plan counts and cuts against its lists. The inventory must be open. */
export function expectConsistent(plan: SummarizedPlan): Plan {
  const whole = plan.cutTo(0);
  const { keep, delete: deletions, stays } = whole;
  for (const list of LISTS) {
    expect(plan[list]).toEqual(whole[list]);
    expect(plan.counts[list]).toBe(whole[list].length);
  }
  for (const limit of [1, 2, 3, 5])
    expect(plan.cutTo(limit)).toEqual({
      ...whole,
      keep: keep.slice(0, limit),
      delete: deletions.slice(0, limit),
      stays: stays.slice(0, limit),
    });
  expect(plan.summary).toEqual(summaryOf(whole));
  const kept = [...keep, ...stays].filter(isOfTag);
  expect(whole.byRepository.map(({ bytes: _, ...each }) => each)).toEqual(
    [...new Set(deletions.map(({ repository }) => repository))].map((repository) => ({
      repository,
      keptTags: kept.filter((each) => each.repository === repository).length,
      deletedTags: tagsIn(deletions.filter((each) => each.repository === repository)),
    })),
  );
  return whole;
}

function summaryOf({ keep, delete: deletions, stays }: Plan): PlanSummary {
  const images = deletions.filter(({ tag }) => tag === undefined);
  const byReason = new Map<string, Staying[]>();
  for (const each of stays) byReason.set(each.reason, [...(byReason.get(each.reason) ?? []), each]);
  return {
    images: images.length,
    tags: tagsIn(images),
    loneTags: deletions.length - images.length,
    keptTags: [...keep, ...stays].filter(isOfTag).length,
    staying: [...byReason]
      .map(([reason, all]) => ({ reason, count: all.length, first: all[0] as Staying }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
  };
}

function isOfTag({ tag }: { readonly tag?: string }): boolean {
  return tag !== undefined;
}

function tagsIn(deletions: readonly Deletion[]): number {
  return deletions.reduce((sum, { tags }) => sum + tags.length, 0);
}
