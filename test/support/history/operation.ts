import type { ChangingVolume } from './changing-volume.ts';

/**
 * Does one thing to a volume, and tells whether there was something to do it to. `pick` chooses what, `how` in which
 * way: any whole numbers.
 */
export type Doing = (volume: ChangingVolume, pick: number, how: number) => boolean;

/** The `number`-th, counted round and round; undefined where there is none. */
export function choose<T>(from: readonly T[], number: number): T | undefined {
  return from[number % from.length];
}
