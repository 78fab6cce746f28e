/** The document in some bytes; undefined where there is none, or one too deep to be walked by whoever walks it naively. */
export function jsonIn(bytes: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(bytes.toString()) };
  } catch {
    return undefined;
  }
}

const STRINGS = /"(?:[^"\\]|\\.)*"(\s*:)?/g;
const NUMBERS = /-?\d[\d.eE+-]*/g;

/**
 * True for a document on which nobody can disagree: each name once in whatever case, in ASCII and not escaped, and whole
 * numbers written as such.
 */
export function isStraightforward(bytes: Buffer): boolean {
  const text = bytes.toString();
  if (/[^\t\n\r -~]|\\/.test(text) || depthOf(text) > 100) return false;
  const names = [...text.matchAll(STRINGS)].filter(([, colon]) => colon !== undefined).length;
  const numbers = text.replace(STRINGS, '').match(NUMBERS) ?? [];
  const json = jsonIn(bytes);
  return (
    json !== undefined &&
    countNames(json.value) === names &&
    numbers.every((each) => /^-?\d{1,15}$/.test(each))
  );
}

/** How many names stand in it; one less for each that is in an object already. */
function countNames(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const below = Object.values(value).reduce((sum: number, each) => sum + countNames(each), 0);
  const own = Array.isArray(value) ? [] : Object.keys(value).map((name) => name.toLowerCase());
  return below + new Set(own).size;
}

function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of text) {
    if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}
