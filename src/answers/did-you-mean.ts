import { nearNames } from '../analyze/reference/near-names.ts';

/** Asks what was meant by a word that is none of those that are known; undefined where none of them is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const near = nearNames(word, known);
  const last = near.pop();
  if (last === undefined) return undefined;
  return `Did you mean ${near.length === 0 ? last : `${near.join(', ')} or ${last}`}?`;
}
