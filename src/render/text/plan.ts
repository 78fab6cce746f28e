import type { PlanAnswer } from '../../answers/plan.ts';
import type { Style } from './parts/style.ts';
import { renderExplanation } from './plan/explanation.ts';
import { renderOnePlan } from './plan/one.ts';

/** What a rule would delete and free: once where the families do the same, and for each of them otherwise. */
export function renderPlan(answer: PlanAnswer, style: Style): string {
  const { plans, areAlike, isComparison, explanation, asked } = answer;
  if (explanation !== undefined) return renderExplanation(explanation, plans[0]?.plan.scannedAt ?? '', style);
  const [first] = plans;
  if (areAlike && first !== undefined) {
    const title = isComparison
      ? `Of registry ${plans.map(({ plan }) => plan.family).join(' and ')} alike`
      : undefined;
    return renderOnePlan(first, { ...(title !== undefined && { title }), asked }, style);
  }
  return plans.map((each) => renderOnePlan(each, { asked }, style)).join('\n');
}
