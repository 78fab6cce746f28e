import type { GcPrediction } from './predict.ts';

/** True where collectors would do the same: end on the same, delete the same, and break the same. */
export function areAlike(predictions: readonly GcPrediction[]): boolean {
  const [first, ...others] = predictions.map(outcomeOf);
  return others.every((other) => other === first);
}

function outcomeOf(prediction: GcPrediction): string {
  const { allAborts, deletionAborts, blobs, bytes, manifests, layerLinks, casualties, losses } = prediction;
  const ends = [allAborts, deletionAborts].map((aborts) => aborts.map(({ path }) => path).sort());
  const deleted = manifests.map(({ repository, digest }) => `${repository}@${digest}`);
  return JSON.stringify([ends, blobs, bytes, deleted, layerLinks, casualties, losses]);
}
