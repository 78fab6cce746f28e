import * as fc from 'fast-check';
import type { ModelQuestion } from '../../support/plan-model/question.ts';
import type { Pushed } from './build-volume.ts';

/** Makes a question that keeps more. */
export type Stricter = (question: ModelQuestion, pushed: readonly Pushed[]) => ModelQuestion;

const DAY = 86_400_000;

const protect = fc.constantFrom('app:*', '**:v1', '**:pr-*', '**:main', '{app,team/web}:{v2,latest}').map(
  (pattern): Stricter =>
    (question) => ({ ...question, protect: [...question.protect, pattern] }),
);

const latest = fc.constant<Stricter>((question) => ({ ...question, protectsLatest: true }));

const older = fc.constantFrom(2, 20, 150).map(
  (days): Stricter =>
    (question) => ({ ...question, minAgeMs: question.minAgeMs + days * DAY }),
);

const used = fc.nat(30).map(
  (pick): Stricter =>
    (question, pushed) => {
      const image = pushed[pick % pushed.length];
      return image === undefined ? question : { ...question, inUse: [...question.inUse, image.digest] };
    },
);

/** One image more of every rule that counts. */
const more = fc.constant<Stricter>((question) => ({
  ...question,
  rules: question.rules.map((rule) =>
    rule.keepLast === undefined ? rule : { ...rule, keepLast: rule.keepLast + 1 },
  ),
}));

const longer = fc.constant<Stricter>((question) => ({
  ...question,
  rules: question.rules.map((rule) =>
    rule.olderThanMs === undefined ? rule : { ...rule, olderThanMs: rule.olderThanMs + 30 * DAY },
  ),
}));

export const stricter: fc.Arbitrary<Stricter> = fc.oneof(protect, latest, older, used, more, longer);
