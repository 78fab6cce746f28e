/** Where a value stands among values that are sorted, found by halving; -1 where it does not. */
export function placeInSorted(sorted: Int32Array | Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value ? low : -1;
}

/** True where a value is among values that are sorted. */
export function isInSorted(sorted: Int32Array, value: number): boolean {
  return placeInSorted(sorted, value) >= 0;
}
