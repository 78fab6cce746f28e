import { countOf } from '../../format.ts';

/** The first of some names on one line, and how many others there are: `a, b and 3 others`. */
export function firstOf(names: readonly string[], shown: number, one: string, many = `${one}s`): string {
  const left = names.length - shown;
  const first = names.slice(0, shown).join(', ');
  return left > 0 ? `${first} and ${countOf(left, one, many)}` : first;
}
