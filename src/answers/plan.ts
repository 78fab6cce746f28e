import type { PlannedRegistry } from '../plan/make-plans.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlanRequest } from '../plan/request.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { cutList, type List, limitOf } from './lists.ts';
import { PLAN_OPTIONS, PLAN_ROWS, type PlanQuestionOptions } from './plan-options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** What a retention rule would delete and free, for one registry or one of each family. */
export interface PlanAnswer extends Answered {
  readonly plans: readonly PlannedAnswer[];
  /** True where no registry was named, so that there is one plan for each family. */
  readonly isComparison: boolean;
  /** True where all plans are the same but for the family. */
  readonly areAlike: boolean;
}

/** What one family's plan says. */
export interface PlannedAnswer {
  readonly plan: Plan;
  /** Images that go, and tags that go with them or alone. */
  readonly images: number;
  readonly tags: number;
  /** Of these, tags that go alone and free nothing. */
  readonly loneTags: number;
  readonly keptTags: number;
  /** Repositories of which something goes, the one that frees most first. */
  readonly repositories: List<Plan['byRepository'][number]>;
  readonly emptied: List<string>;
  /** What stays though selected, by reason: the most frequent first. */
  readonly staying: ReadonlyArray<{
    readonly reason: string;
    readonly count: number;
    readonly first: Plan['stays'][number];
  }>;
}

/** Plans as programs get them: `plans` where no registry was named. */
export type PlanJson = Plan | { readonly plans: readonly Plan[] };

/** What a retention rule would delete, what that frees and what stays all the same. */
export const planQuestion: Question<'plan', PlanQuestionOptions, PlanAnswer, PlanJson> = {
  name: 'plan',
  options: PLAN_OPTIONS,
  async validate(options) {
    await requestOf(options);
    await registriesOf(options);
  },
  async ask(inventory, options) {
    const [registries, request, { makePlans }] = await Promise.all([
      registriesOf(options),
      requestOf(options),
      import('../plan/make-plans.ts'),
    ]);
    const plans = makePlans(inventory, registries, request);
    const ends = plans.some(
      ({ aborts, free }) => aborts !== null || (free !== undefined && free.reached < free.asked),
    );
    const limit = limitOf(options, PLAN_ROWS);
    return {
      ...answered(inventory, ends ? EXIT_CODES.findings.code : EXIT_CODES.done.code),
      plans: plans.map((plan) => describe(plan, limit)),
      isComparison: options.registry === undefined,
      areAlike: areAlike(plans),
    };
  },
  json({ plans, isComparison }) {
    const [only] = plans;
    if (!isComparison && only !== undefined) return only.plan;
    return { plans: plans.map(({ plan }) => plan) };
  },
};

async function registriesOf({ registry }: PlanQuestionOptions): Promise<PlannedRegistry[]> {
  const { familyOf, REGISTRY_FAMILIES } = await import('../gc/registry-version.ts');
  if (registry !== undefined) return [{ registry, family: familyOf(registry) }];
  return REGISTRY_FAMILIES.map((family) => ({ registry: family, family }));
}

async function requestOf(options: PlanQuestionOptions): Promise<PlanRequest> {
  const { requestFrom } = await import('../plan/rules/from-options.ts');
  return requestFrom(options);
}

/** True where families do the same: which of them it is does not count, nor what they call what ends their collection. */
function areAlike(plans: readonly Plan[]): boolean {
  const outcomes = plans.map(({ registry: _, family: __, ...rest }) => JSON.stringify(rest));
  return outcomes.every((outcome) => outcome === outcomes[0]);
}

function describe(plan: Plan, limit: number): PlannedAnswer {
  const { delete: deletions, keep, stays, byRepository, emptied } = plan;
  const lone = deletions.filter(({ tag }) => tag !== undefined).length;
  return {
    plan,
    images: deletions.length - lone,
    tags: deletions.reduce((sum, { tags }) => sum + tags.length, 0),
    loneTags: lone,
    keptTags: [...keep, ...stays].filter(({ tag }) => tag !== undefined).length,
    repositories: cutList(
      [...byRepository].sort((a, b) => b.bytes - a.bytes),
      limit,
    ),
    emptied: cutList(emptied, limit),
    staying: groupStaying(stays),
  };
}

function groupStaying(stays: Plan['stays']): PlannedAnswer['staying'] {
  const groups = new Map<string, { reason: string; count: number; first: Plan['stays'][number] }>();
  for (const first of stays) {
    const group = groups.get(first.reason);
    if (group === undefined) groups.set(first.reason, { reason: first.reason, count: 1, first });
    else group.count++;
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
