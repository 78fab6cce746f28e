import { readNumbers } from '../../inventory/format/read-numbers.ts';
import type { Inventory } from '../../inventory/read/reader.ts';

/** The order in which a registry walks the directories of digests. */
export interface WalkOrder {
  readonly blobs: Int32Array;
  /** By blob id: its place in `blobs`. */
  readonly ranks: Int32Array;
}

/**
 * Digests in the order in which their directories are walked, by algorithm and then by hex: links are sorted by it
 * because spelling out 234,000 digests to compare them takes a second.
 */
export function loadWalkOrder({ database }: Inventory, highest: number): WalkOrder {
  const idsOf = (from: string) => {
    const [ids] = readNumbers(database, ['id'], `(SELECT id FROM blob ${from})`);
    return ids;
  };
  const longer = idsOf('WHERE length(digest) > 32 ORDER BY length(digest), digest');
  const isLonger = new Set(longer);
  const sorted = idsOf('ORDER BY digest');
  const others = isLonger.size === 0 ? sorted : sorted.filter((id) => !isLonger.has(id));
  const blobs = new Int32Array(sorted.length);
  blobs.set(others);
  blobs.set(longer, others.length);
  const ranks = new Int32Array(highest + 1);
  for (let rank = 0; rank < blobs.length; rank++) ranks[blobs[rank] as number] = rank;
  return { blobs, ranks };
}

/** Through the ranks, because numbers are sorted several times faster without a function that compares them. */
export function sortByRank(digests: Int32Array, { blobs, ranks }: WalkOrder): Int32Array {
  return digests
    .map((digest) => ranks[digest] as number)
    .sort()
    .map((rank) => blobs[rank] as number);
}

/**
 * Sorts things by their paths, in the order in which a registry walks a tree: depth first, the names of a directory
 * bytewise.
 */
export function sortByWalk<Thing>(things: readonly Thing[], pathOf: (thing: Thing) => string): Thing[] {
  return (
    things
      // No name holds a NUL: in place of a slash it lets what is in a directory come right after it.
      .map((thing) => ({ thing, key: Buffer.from(pathOf(thing).replaceAll('/', '\0')) }))
      .sort((a, b) => Buffer.compare(a.key, b.key))
      .map(({ thing }) => thing)
  );
}
