import type { ModelQuestion } from '../support/plan-model/question.ts';

const DAY_MS = 86_400_000;

/** A question with what people leave as it is: no policy, the whole volume, nothing in use, what is younger than a day kept. */
export function plainQuestion(asked: Pick<ModelQuestion, 'now'> & Partial<ModelQuestion>): ModelQuestion {
  return {
    family: '2.7-2.8',
    rules: [],
    isPolicy: false,
    scope: [],
    protect: [],
    protectsLatest: true,
    minAgeMs: DAY_MS,
    inUse: [],
    ...asked,
  };
}
