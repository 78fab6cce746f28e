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
