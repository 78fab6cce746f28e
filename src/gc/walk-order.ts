const SLASH = 0x2f;

/**
 * Compares paths in the order in which a registry walks a tree: depth first, names of a directory bytewise. A slash
 * comes before every character, so that what is in a directory comes right after it.
 */
export function compareWalkOrder(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rankOf(left) - rankOf(right);
  }
  return a.length - b.length;
}

/** In UTF-8 what UTF-16 writes as a pair of surrogates comes after everything else. */
function rankOf(unit: number): number {
  if (unit === SLASH) return -1;
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
