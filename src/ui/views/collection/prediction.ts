import type { Json } from '../../source/source.ts';

/** What one family's collection would do. */
export type Prediction = Extract<Json<'gc'>, { readonly predictions: unknown }>['predictions'][number];

export function predictionsIn(answer: Json<'gc'>): readonly Prediction[] {
  return 'predictions' in answer ? answer.predictions : [answer];
}

type ListName =
  | 'allAborts'
  | 'deletionAborts'
  | 'blobs'
  | 'manifests'
  | 'layerLinks'
  | 'casualties'
  | 'losses'
  | 'byRepository';

/** How many a list has, with what was cut off. */
export function countIn(prediction: Prediction, list: ListName): number {
  return prediction[list].length + (prediction.cutOff?.[list] ?? 0);
}

/** False where more tags may break than those that were seen. */
export function isKnown({ undetermined, warnings }: Prediction): boolean {
  return undetermined !== true && !warnings.some(({ code }) => code === 'incomplete');
}
