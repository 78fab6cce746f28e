import type { Json } from '../source/source.ts';

/** When repositories were last pushed to, by name, of the answer of `ls --long`. */
export function pushTimes(answer: Json<'ls'> | undefined): ReadonlyMap<string, string | null> {
  const { details = [] } = (answer ?? {}) as {
    readonly details?: ReadonlyArray<{ readonly name: string; readonly pushedAt: string | null }>;
  };
  return new Map(details.map(({ name, pushedAt }) => [name, pushedAt]));
}
