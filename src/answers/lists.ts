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

/** What JSON says beside lists that were cut. */
export interface CutLists {
  /** How many rows of each list `--limit` left off, by its key; absent where it left off none. */
  readonly cutOff?: Readonly<Record<string, number>>;
}

/** A list that may have been cut. */
export interface List<Row> {
  readonly rows: readonly Row[];
  /** How many there are with what was cut off, and how many of these were. */
  readonly count: number;
  readonly left: number;
}

/** What a list is where nobody says. */
export interface ListDefaults {
  /** Rows for people. */
  readonly limit: number;
  /** The order for people. @default by name, which is the order for programs */
  readonly sort?: SortKey;
  /** True where it is the order for programs, too. */
  readonly isForAll?: true;
}

/** Rows, which are sorted by name, in the order that was asked for, cut to the number that was asked for. */
export function listOf<Row>(rows: readonly Row[], options: ListOptions, defaults: ListDefaults): List<Row> {
  const isDefault = options.reader === 'people' || defaults.isForAll === true;
  const sort = options.sort ?? (isDefault ? defaults.sort : undefined) ?? 'name';
  const ordered = orderRows(rows, sort);
  return cutList(options.reverse ? ordered.toReversed() : ordered, limitOf(options, defaults.limit));
}

/** The first rows of a list; 0 for all. */
export function cutList<Row>(rows: readonly Row[], limit: number): List<Row> {
  const shown = limit === 0 ? rows : rows.slice(0, limit);
  return { rows: shown, count: rows.length, left: rows.length - shown.length };
}

/** How many rows a list has, where people get so many unless they say. */
export function limitOf({ limit, reader }: Pick<ListOptions, 'limit' | 'reader'>, forPeople: number): number {
  return limit ?? (reader === 'people' ? forPeople : 0);
}

/** What several lists have together. */
export function sumOfLists(lists: ReadonlyArray<Pick<List<unknown>, 'count' | 'left'>>): {
  count: number;
  left: number;
} {
  const sum = (of: 'count' | 'left') => lists.reduce((all, list) => all + list[of], 0);
  return { count: sum('count'), left: sum('left') };
}

/** A sentence on what was cut off of what is for another program's eyes. */
export function moreOf(left: number): string {
  return `${left} more ${left === 1 ? 'is' : 'are'} left out: --limit 0 gives all.`;
}

/** What was cut off of some lists, for JSON. */
export function cutOffOf(lists: Readonly<Record<string, { readonly left: number } | undefined>>): CutLists {
  const cut = Object.entries(lists).flatMap(([key, list]) => (list?.left ? [[key, list.left] as const] : []));
  return cut.length === 0 ? {} : { cutOff: Object.fromEntries(cut) };
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
  change: 'growthBytes',
  repositories: 'repositories',
  images: 'images',
  tags: 'tags',
  blobs: 'blobs',
  age: 'modifiedAt',
  pushed: 'pushedAt',
} as const;

export type SortKey = keyof typeof SORT_KEYS;

/** True for rows that can be ordered by a key, and where there are none. */
export function canOrder(rows: readonly object[], key: SortKey): boolean {
  const field = SORT_KEYS[key];
  return field === undefined || rows.length === 0 || rows.some((row) => field in row);
}

/** Rows in the order of a key; rows that are equal in it stay as they were. A key that rows lack changes nothing. */
function orderRows<Row>(rows: readonly Row[], key: SortKey): readonly Row[] {
  const field = SORT_KEYS[key];
  if (field === undefined) return rows;
  const sortValue = (row: Row) => (row as Readonly<Record<string, unknown>>)[field];
  return [...rows].sort((a, b) => compareValues(sortValue(a), sortValue(b)));
}

/** Numbers the largest first, as many as a list has, times the oldest first; what has none comes last. */
function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return b - a;
  if (Array.isArray(a) && Array.isArray(b)) return b.length - a.length;
  if (typeof a === 'string' && typeof b === 'string') return compareBytewise(a, b);
  return Number(isNothing(a)) - Number(isNothing(b));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}
