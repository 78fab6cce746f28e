import { compareBytewise } from './names.ts';

/** What lists can be ordered by: sizes and times largest first, names bytewise. */
export const SORT_KEYS = {
  name: undefined,
  bytes: 'bytes',
  unique: 'uniqueBytes',
  shared: 'sharedBytes',
  'fair-share': 'fairShareBytes',
  tagged: 'taggedBytes',
  untagged: 'untaggedBytes',
  uploads: 'uploadBytes',
  tags: 'tags',
  age: 'modifiedAt',
} as const;

export type SortKey = keyof typeof SORT_KEYS;

/** Rows in the order of a key; rows that are equal in it stay as they were. A key that rows lack changes nothing. */
export function orderRows<Row extends object>(rows: readonly Row[], key: SortKey): Row[] {
  const field = SORT_KEYS[key];
  if (field === undefined) return [...rows];
  const sortValue = (row: Row) => (row as Record<string, unknown>)[field];
  return [...rows].sort((a, b) => compareDescending(sortValue(a), sortValue(b)));
}

function compareDescending(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return b - a;
  return typeof a === 'string' && typeof b === 'string' ? compareBytewise(a, b) : 0;
}
