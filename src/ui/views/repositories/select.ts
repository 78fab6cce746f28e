import { COLUMNS, type Repository } from './columns.tsx';

/** The rows whose names have every word that was typed, whatever the case. */
export function filtered(rows: readonly Repository[], text: string): readonly Repository[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ name }) => {
    const lower = name.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}

/** Rows in the order of a column; what is equal stands by name. */
export function ordered(rows: readonly Repository[], key: string, isReverse: boolean): readonly Repository[] {
  const { order } = COLUMNS.find((column) => column.key === key) ?? (COLUMNS[1] as (typeof COLUMNS)[number]);
  const sorted = rows.toSorted((a, b) => compare(order(a), order(b)) || compare(a.name, b.name));
  return isReverse ? sorted.toReversed() : sorted;
}

/** Texts from A, numbers from the largest. */
function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return b - a;
  return a < b ? -1 : Number(a > b);
}
