import type { Database } from './sqlite.ts';

const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;

/**
 * The whole numbers of a query, an array for each of its expressions. SQLite joins them to one text a column, which
 * costs a fifth of what rows of objects do: 0.2 µs a number instead of 1. NULL comes as 0.
 *
 * `from` is what follows FROM. Rows come in the order in which SQLite meets them, the same for all columns.
 */
export function readNumbers<const Expressions extends readonly string[]>(
  database: Database,
  expressions: Expressions,
  from: string,
  ...parameters: readonly unknown[]
): { [Each in keyof Expressions]: Float64Array } {
  const columns = expressions.map((expression) => `CAST(group_concat(coalesce(${expression}, 0)) AS BLOB)`);
  const row = database
    .prepare<unknown[], Array<Buffer | null>>(`SELECT ${columns.join(', ')} FROM ${from}`)
    .raw()
    .get(...parameters);
  const numbers = (row ?? []).map((text) => (text === null ? new Float64Array() : parseNumbers(text)));
  return numbers as { [Each in keyof Expressions]: Float64Array };
}

/** Calls `visit` with each row of such a query, of four expressions at most. */
export function forEachRow(
  database: Database,
  expressions: readonly string[],
  from: string,
  visit: (first: number, second: number, third: number, fourth: number) => void,
): void {
  const [a = new Float64Array(), b, c, d] = readNumbers(database, expressions, from);
  for (const [at, first] of a.entries()) visit(first, b?.[at] ?? 0, c?.[at] ?? 0, d?.[at] ?? 0);
}

/** The whole numbers of a text with commas between them. */
export function parseNumbers(text: Buffer): Float64Array {
  let count = 1;
  for (let at = 0; at < text.length; at++) if (text[at] === COMMA) count++;
  const numbers = new Float64Array(count);
  let [value, sign, index] = [0, 1, 0];
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] as number;
    if (byte === COMMA) {
      numbers[index++] = value * sign;
      value = 0;
      sign = 1;
    } else if (byte === MINUS) sign = -1;
    else value = value * 10 + byte - ZERO;
  }
  numbers[index] = value * sign;
  return numbers;
}
