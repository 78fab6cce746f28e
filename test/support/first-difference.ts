const AROUND = 60;

/** Where two texts begin to differ, and what stands there: a failure that prints both whole helps nobody. */
export function firstDifference(one: string, other: string): string | undefined {
  if (one === other) return undefined;
  let at = 0;
  while (one[at] === other[at]) at++;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - AROUND), at + AROUND));
  return `at ${at} of ${one.length}: ${around(one)} and ${around(other)}`;
}
