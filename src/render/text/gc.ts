import type { GcAnswer } from '../../answers/gc.ts';
import { renderComparison } from './gc/comparison.ts';
import { renderPrediction } from './gc/one.ts';
import type { Style } from './parts/style.ts';

/** What the collector that was named would do, or those of the families side by side. */
export function renderGc(answer: GcAnswer, style: Style): string {
  const [only] = answer.predictions;
  return answer.isComparison || only === undefined
    ? renderComparison(answer, style)
    : renderPrediction(only, answer.volumeBytes, style);
}
