import type { Contents } from '../../contents/contents.ts';
import { runCollection } from '../../gc/run.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { OrderedImage } from '../going/order.ts';
import { sumOf } from './effects.ts';
import { removalsOf } from './removal.ts';

/**
 * The shortest beginning of what goes with which a collection frees so many bytes, or all of it; images of one place are
 * not parted. Each beginning that is tried is a collection of its own, and the more goes the more is freed: so halving
 * finds it in 15 collections of 20,000 images, with no second account of what a collector takes.
 */
export function beginningThatFrees(
  contents: Contents,
  family: RegistryFamily,
  ordered: readonly OrderedImage[],
  bytes: number,
): readonly OrderedImage[] {
  const ends = endsOfPlaces(ordered);
  const freedBy = (count: number) => {
    const removals = removalsOf(contents, family, ordered.slice(0, ends[count]));
    const without = count === 0 ? contents : contents.withoutGrouped(removals);
    return sumOf(runCollection(without, family, { deleteUntagged: false })).bytes;
  };
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (freedBy(middle) >= bytes) high = middle;
    else low = middle + 1;
  }
  return ordered.slice(0, ends[low]);
}

/** Where each place ends, and 0 before the first. */
function endsOfPlaces(ordered: readonly OrderedImage[]): number[] {
  const ends = ordered.flatMap(({ place }, at) => (ordered[at + 1]?.place === place ? [] : [at + 1]));
  return [0, ...ends];
}
