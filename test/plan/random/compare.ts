import { UsageError } from '../../../src/errors.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { ModelPlan } from '../../support/plan-model/plan.ts';

/** A plan, or why there is none. */
export function orRefused(plan: Promise<Plan>): Promise<Plan | string> {
  return plan.catch((error: unknown) => {
    if (error instanceof UsageError) return error.message;
    throw error;
  });
}

/** What both the program and the model say, in an order that does not count. */
export function comparable(plan: Plan | ModelPlan | string) {
  if (typeof plan === 'string') return plan.includes('would break') ? 'refused' : plan;
  if (plan.casualties.length > 0) return 'refused';
  return {
    delete: sorted(plan.delete),
    stays: sorted(plan.stays),
    keep: sorted(plan.keep),
    freed: plan.freed,
    garbageAlready: plan.garbageAlready,
    together: plan.together,
    emptied: plan.emptied,
  };
}

function sorted(lines: readonly object[]): string[] {
  return lines.map((line) => JSON.stringify(line, Object.keys(line).sort())).sort();
}
