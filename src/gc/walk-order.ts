/** Compares paths in the order in which a registry walks a tree: depth first, names of a directory bytewise. */
export function compareWalkOrder(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = Buffer.compare(Buffer.from(left[at] as string), Buffer.from(right[at] as string));
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
