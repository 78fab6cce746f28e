/**
 * The circles among what leads to what: each as the sorted names of all that can be reached from each other, or of one
 * that leads to itself.
 */
export function circlesIn(arrows: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Map([...arrows.keys()].map((name) => [name, reachedFrom(name, arrows)]));
  const circles = [...reached].flatMap(([name, targets]) => {
    if (!targets.has(name)) return [];
    const circle = [...targets].filter((target) => reached.get(target)?.has(name));
    return [circle.sort().join(' ')];
  });
  return [...new Set(circles)].sort();
}

/** All that a name leads to; itself where something leads back. */
function reachedFrom(start: string, arrows: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const pending = [...(arrows.get(start) ?? [])];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    pending.push(...(arrows.get(name) ?? []));
  }
  return reached;
}
