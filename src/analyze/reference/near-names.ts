import { compareBytewise } from '../names.ts';

/** How many near names an error tells. */
const SHOWN = 5;

/** From this length on, a name that contains another is near to it: shorter ones are in everything. */
const TELLING_LENGTH = 3;

/**
 * Those of `names` that somebody may have meant who wrote `wanted`, the nearest first: other capitals, a slip of the
 * hand, a part that is missing or too much, the same image in another namespace.
 */
export function nearNames(wanted: string, names: Iterable<string>): string[] {
  const near: Array<{ name: string; rank: number }> = [];
  for (const name of names) {
    const rank = rankOf(wanted, name);
    if (rank !== undefined) near.push({ name, rank });
  }
  near.sort((a, b) => a.rank - b.rank || compareBytewise(a.name, b.name));
  return near.slice(0, SHOWN).map(({ name }) => name);
}

/**
 * The same of a pattern: names, and patterns for what lies below a part of some, as `team/*` for somebody who wrote
 * `taem/*`.
 */
export function nearPatterns(pattern: string, names: Iterable<string>): string[] {
  const plain = pattern.replace(/(?:\/?\*+)+$/, '').replace(/[*?[\]{}!^]/g, '');
  const known = new Set(names);
  const parts = plain.split('/').length;
  const above = [...known].map((name) => name.split('/').slice(0, parts).join('/'));
  return nearNames(plain, new Set([...known, ...above])).map((name) =>
    known.has(name) ? name : `${name}/*`,
  );
}

/** The end of a sentence about what is not there: what is near it, or which command lists all. */
export function nearOrListed(near: readonly string[], command: string): string {
  return near.length === 0 ? `: '${command}' lists them.` : `. Near it: ${near.join(', ')}.`;
}

/** How far a name is from the wanted one, the nearest lowest; undefined where it is another. */
function rankOf(wanted: string, name: string): number | undefined {
  const [a, b] = [wanted.toLowerCase(), name.toLowerCase()];
  if (a === '' || b === '') return undefined;
  if (a === b) return 0;
  const slips = countSlips(a, b, allowedSlips(a));
  if (slips !== undefined) return slips;
  if (b.startsWith(a) || contains(a, b) || contains(b, a)) return 3;
  const slipsAtEnd = countSlips(lastPart(a), lastPart(b), allowedSlips(lastPart(a)));
  return slipsAtEnd === undefined ? undefined : 4 + slipsAtEnd;
}

function contains(long: string, short: string): boolean {
  return short.length >= TELLING_LENGTH && long.includes(short);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** One letter of a short name makes another name. */
function allowedSlips({ length }: string): number {
  return length < 3 ? 0 : length < 6 ? 1 : 2;
}

/** Letters to put in, take out, change or swap to get from one name to the other; undefined above `most`. */
function countSlips(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most) return undefined;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  let above: number[] = [];
  for (let i = 1; i <= a.length; i++) {
    const twoAbove = above;
    above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (twoAbove[j - 2] as number) + 1 : changed;
      row.push(Math.min(changed, swapped, (above[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    if (Math.min(...row) > most) return undefined;
  }
  const slips = row[b.length] as number;
  return slips <= most ? slips : undefined;
}
