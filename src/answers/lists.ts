import { compareBytewise } from '../analyze/names.ts';

/** Who reads an answer: people want the first rows of a list and the largest first, programs all of them, by name. */
type Reader = 'people' | 'programs';

/** How lists are asked for; it means the same for every question. */
export interface ListOptions {
  /** @default what the question has for people; by name, digest or place for programs */
  readonly sort?: SortKey | undefined;
  /** The last comes first, before the list is cut. @default false */
  readonly reverse?: boolean | undefined;
  /**
   * Rows of each list, 0 for all.
   * @default what the question has for people, all for programs
   */
  readonly limit?: number | undefined;
  /** @default 'programs' */
  readonly reader?: Reader;
}

/** A list that may have been cut. */
export interface List<Row> {
  readonly rows: readonly Row[];
  /** How many there are with what was cut off, and how many of these were. */
  readonly count: number;
  readonly left: number;
}

/** What people get of a list where they do not say. */
export interface ListDefaults {
  readonly limit: number;
  /** @default as the analysis sorts it, which is the order for programs */
  readonly sort?: SortKey;
}

/** Rows in the order that was asked for, cut to the number that was asked for. */
export function listOf<Row extends object>(
  rows: readonly Row[],
  options: ListOptions,
  defaults: ListDefaults,
): List<Row> {
  const sort = options.sort ?? (options.reader === 'people' ? defaults.sort : undefined) ?? 'name';
  const ordered = orderRows(rows, sort);
  return cutList(options.reverse ? ordered.toReversed() : ordered, limitOf(options, defaults.limit));
}

/** The first rows of a list; 0 for all. */
export function cutList<Row>(rows: readonly Row[], limit: number): List<Row> {
  const shown = limit === 0 ? rows : rows.slice(0, limit);
  return { rows: shown, count: rows.length, left: rows.length - shown.length };
}

/** How many rows a list has, where people get so many unless they say. */
export function limitOf({ limit, reader }: ListOptions, forPeople: number): number {
  return limit ?? (reader === 'people' ? forPeople : 0);
}

/** What lists can be ordered by: sizes and counts largest first, what is oldest first, names bytewise. */
const SORT_KEYS = {
  name: undefined,
  bytes: 'bytes',
  unique: 'uniqueBytes',
  shared: 'sharedBytes',
  'fair-share': 'fairShareBytes',
  tagged: 'taggedBytes',
  untagged: 'untaggedBytes',
  uploads: 'uploadBytes',
  saved: 'savedBytes',
  repositories: 'repositories',
  images: 'images',
  tags: 'tags',
  age: 'modifiedAt',
} as const;

export type SortKey = keyof typeof SORT_KEYS;

/** All of them. */
export const ALL_SORT_KEYS = Object.keys(SORT_KEYS) as SortKey[];

/** Rows in the order of a key; rows that are equal in it stay as they were. A key that rows lack changes nothing. */
function orderRows<Row extends object>(rows: readonly Row[], key: SortKey): readonly Row[] {
  const field = SORT_KEYS[key];
  if (field === undefined) return rows;
  const sortValue = (row: Row) => (row as Record<string, unknown>)[field];
  return [...rows].sort((a, b) => compareValues(sortValue(a), sortValue(b)));
}

/** Numbers the largest first, times the oldest first. */
function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return b - a;
  return typeof a === 'string' && typeof b === 'string' ? compareBytewise(a, b) : 0;
}
