import type { Contents } from '../../contents/contents.ts';
import { visibleRepositories } from '../../gc/collectors/visible-repositories.ts';
import { runCollection } from '../../gc/run.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { OrderedImage } from '../going/order.ts';
import { sumOf } from './alone.ts';
import { removalBy, removalOf } from './removal.ts';

/**
 * The shortest beginning of what goes with which a collection frees so many bytes, or all of it; images of one place are
 * not parted. Where it ends is guessed in one pass, and then the collector itself is asked: it has the last word.
 */
export function beginningThatFrees(
  contents: Contents,
  family: RegistryFamily,
  ordered: readonly OrderedImage[],
  bytes: number,
): readonly OrderedImage[] {
  const ends = endsOfPlaces(ordered);
  const isEnough = (count: number) => {
    const beginning = removalOf(contents, ordered.slice(0, ends[count]));
    const { left } = removalBy(contents, family, beginning);
    return sumOf(runCollection(left(), family, { deleteUntagged: false })).bytes >= bytes;
  };
  const last = ends.length - 1;
  const guess = Math.min(last, guessCount(contents, family, ordered, ends, bytes));
  return ordered.slice(0, ends[findFirst(0, last, guess, isEnough)]);
}

/** Where each place ends, and 0 before the first. */
function endsOfPlaces(ordered: readonly OrderedImage[]): number[] {
  const ends = ordered.flatMap(({ place }, at) => (ordered[at + 1]?.place === place ? [] : [at + 1]));
  return [0, ...ends];
}

/** The first number for which something is true, which stays true from there on; `high` where it is true of none. */
function findFirst(low: number, high: number, guess: number, isTrue: (count: number) => boolean): number {
  let [from, to, next] = [low, high, guess];
  while (from < to) {
    if (isTrue(next)) to = next;
    else from = next + 1;
    // A good guess is right or next to it.
    next = next === guess && to === guess ? Math.max(from, guess - 1) : (from + to) >> 1;
  }
  return from;
}

/**
 * How many places it takes: a blob goes with the last of the images that name it, and stays where one stays. So each
 * blob's bytes belong to one place, and running sums tell what each beginning frees; files with several names aside.
 */
function guessCount(
  contents: Contents,
  family: RegistryFamily,
  ordered: readonly OrderedImage[],
  ends: readonly number[],
  bytes: number,
): number {
  const { blobs } = contents;
  const lastHolder = findLastHolders(contents, family, ordered, ends);
  const freed = new Float64Array(ends.length);
  for (let blob = 1; blob <= blobs.highest; blob++) {
    const holder = lastHolder[blob] as number;
    if (holder < ends.length) freed[holder]! += blobs.bytesOf(blob);
  }
  let [count, sum] = [0, freed[0] as number];
  while (sum < bytes && count + 1 < ends.length) sum += freed[++count] as number;
  return count;
}

/** By blob id: with how many places it goes; beyond all where it stays, 0 where nothing holds it now. */
function findLastHolders(
  contents: Contents,
  family: RegistryFamily,
  ordered: readonly OrderedImage[],
  ends: readonly number[],
): Int32Array {
  const stays = ends.length;
  const lastHolder = new Int32Array(contents.blobs.highest + 1);
  const hold = (blob: number, place: number) => {
    if ((lastHolder[blob] as number) < place) lastHolder[blob] = place;
  };
  const places = new Map<number, Map<number, number>>();
  let place = 1;
  for (const [at, { repository, image }] of ordered.entries()) {
    const own = places.get(repository) ?? new Map<number, number>();
    places.set(repository, own.set(image.blob, place));
    if (ends[place] === at + 1) place++;
  }
  for (const { id, revisions } of visibleRepositories(contents, family).seen)
    for (const blob of revisions.directories) {
      const own = places.get(id)?.get(blob) ?? stays;
      hold(blob, own);
      contents.manifests.forEachReference(blob, (reference) => hold(reference, own));
    }
  return lastHolder;
}
