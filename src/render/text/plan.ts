import type { PlanAnswer } from '../../answers/plan.ts';
import type { Style } from './parts/style.ts';
import { renderOnePlan } from './plan/one.ts';

/** What a rule would delete and free: once where the families do the same, and for each of them otherwise. */
export function renderPlan({ plans, areAlike, isComparison }: PlanAnswer, style: Style): string {
  const [first] = plans;
  if (areAlike && first !== undefined) {
    const title = isComparison
      ? `Of registry ${plans.map(({ plan }) => plan.family).join(' and ')} alike`
      : undefined;
    return renderOnePlan(first, title, style);
  }
  return plans.map((each) => renderOnePlan(each, undefined, style)).join('\n');
}
