import * as fc from 'fast-check';

/**
 * The same random cases in every run, so that a red one is about the change. STOWAGE_RANDOM_SEED=<n> makes others, and
 * repeats those that failed under it.
 */
export const SEED = Number(process.env['STOWAGE_RANDOM_SEED'] ?? 20_261_126);

/** How many random cases to try: few while one works, many in CI. STOWAGE_TIMES=<n> makes n times as many as there. */
export function cases({ few, many }: { readonly few: number; readonly many: number }): number {
  const times = process.env['STOWAGE_TIMES'];
  if (times !== undefined) return many * Number(times);
  return process.env['CI'] === undefined ? few : many;
}

fc.configureGlobal({ seed: SEED });
