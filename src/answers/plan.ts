import type { Explanation } from '../plan/explanation.ts';
import type { PlannedRegistry } from '../plan/make-plans.ts';
import type { Plan, PlanSummary, SummarizedPlan } from '../plan/plan.ts';
import type { PlanRequest } from '../plan/request.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type CutLists, cutList, cutOffOf, type List, limitOf, listOf } from './lists.ts';
import { askedText } from './plan-asked.ts';
import { PLAN_OPTIONS, PLAN_ROWS, type PlanQuestionOptions } from './plan-options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** What a retention rule would delete and free, for one registry or one of each family. */
export interface PlanAnswer extends Answered {
  readonly plans: readonly PlannedAnswer[];
  /** True where no registry was named, so that there is one plan for each family. */
  readonly isComparison: boolean;
  /** True where all plans are the same but for the family. */
  readonly areAlike: boolean;
  /** The root of the volume that was scanned. */
  readonly volume: string;
  /** The rule, as one would write it on a command line. */
  readonly asked: string;
  /** Set where it was asked why something goes or stays. */
  readonly explanation?: Explanation;
}

/** What one family's plan says. */
export interface PlannedAnswer {
  readonly plan: SummarizedPlan;
  /** Repositories of which something goes, the one that frees most first. */
  readonly repositories: List<Plan['byRepository'][number]>;
  readonly emptied: List<string>;
  /** Rows of each list in JSON, 0 for all. */
  readonly limit: number;
}

/** Plans as programs get them: `plans` where no registry was named, an explanation where one was asked for. */
export type PlanJson =
  | PlanDocument
  | { readonly plans: readonly PlanDocument[] }
  | { readonly explanation: Explanation };

/** One plan, as programs get it. */
interface PlanDocument extends Plan, CutLists {
  readonly summary: PlanSummary;
}

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
    const made = makePlans(inventory, registries, request);
    const { plans } = made;
    const ends = plans.some(
      ({ aborts, free }) => aborts !== null || (free !== undefined && free.reached < free.asked),
    );
    return {
      ...answered(inventory, ends ? EXIT_CODES.findings.code : EXIT_CODES.done.code),
      plans: plans.map((plan) => describe(plan, options)),
      isComparison: options.registry === undefined,
      areAlike: areAlike(plans),
      volume: inventory.scan.volume,
      asked: askedText(options),
      ...(options.explain !== undefined && { explanation: made.explain(options.explain) }),
    };
  },
  json({ plans, isComparison, explanation }) {
    if (explanation !== undefined) return { explanation };
    const [only] = plans;
    if (!isComparison && only !== undefined) return documentOf(only);
    return { plans: plans.map(documentOf) };
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

/** True where families do the same: which of them it is does not count. */
function areAlike(plans: readonly SummarizedPlan[]): boolean {
  const outcomes = plans.map(
    ({ aborts, freed, garbageAlready, together, byRepository, collectionCasualties, summary }) =>
      JSON.stringify([aborts, freed, garbageAlready, together, byRepository, collectionCasualties, summary]),
  );
  return outcomes.every((outcome) => outcome === outcomes[0]);
}

function describe(plan: SummarizedPlan, options: PlanQuestionOptions): PlannedAnswer {
  return {
    plan,
    repositories: listOf(plan.byRepository, options, { limit: PLAN_ROWS, sort: 'bytes' }),
    emptied: listOf(plan.emptied, options, { limit: PLAN_ROWS }),
    limit: limitOf(options, PLAN_ROWS),
  };
}

/** Calls stay in their order, however other lists are sorted; what is about tags stays with its neighbours. */
const IN_ORDER = ['casualties', 'collectionCasualties'] as const;

/** Its long lists are spelled out when they are asked for, and no further than they are told: here they are. */
function documentOf({ plan, repositories, emptied, limit }: PlannedAnswer): PlanDocument {
  const document = { ...plan.cutTo(limit), summary: plan.summary };
  if (limit === 0) return { ...document, byRepository: repositories.rows, emptied: emptied.rows };
  const lists = Object.fromEntries(IN_ORDER.map((name) => [name, cutList<unknown>(document[name], limit)]));
  const left = (name: keyof typeof plan.counts) => ({ left: plan.counts[name] - document[name].length });
  return {
    ...document,
    ...Object.fromEntries(Object.entries(lists).map(([name, { rows }]) => [name, rows])),
    byRepository: repositories.rows,
    emptied: emptied.rows,
    ...cutOffOf({
      keep: left('keep'),
      delete: left('delete'),
      stays: left('stays'),
      ...lists,
      byRepository: repositories,
      emptied,
    }),
  };
}
