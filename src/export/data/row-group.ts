import type { Row } from '../tables/table.ts';
import type { FilledColumn } from '../tables/written-columns.ts';

/** So many rows are in memory at once, and are one row group: readers skip whole groups by their least and greatest values. */
export const GROUP_ROWS = 50_000;

/** The values of a column in one row group, in as little memory as they take. */
export interface GroupColumn {
  /** Keeps a row's value at a place. */
  put(at: number, row: Row): void;
  /** The first `count` values, as Parquet has them. */
  take(count: number): unknown[];
}

/** Room for a column's values, which is used again for each group. */
export function groupColumn({ type, of, digest }: FilledColumn): GroupColumn {
  if (digest !== undefined) return numbersOf(digest.idOf, digest.bytesOf);
  if (type === 'boolean') return numbersOf(of, (value) => value === 1);
  return type === 'text' ? textsOf(of) : numbersOf(of, type === 'double' ? (value) => value : BigInt);
}

/** Numbers, of which `make` makes what is written; what is none stands for no value. */
function numbersOf(of: (row: Row) => unknown, make: (value: number) => unknown): GroupColumn {
  const values = new Float64Array(GROUP_ROWS);
  return {
    put(at, row) {
      values[at] = (of(row) as number | null) ?? Number.NaN;
    },
    take(count) {
      const taken = new Array<unknown>(count);
      for (let at = 0; at < count; at++) {
        const value = values[at] as number;
        taken[at] = Number.isNaN(value) ? null : make(value);
      }
      return taken;
    },
  };
}

function textsOf(of: (row: Row) => unknown): GroupColumn {
  let values: unknown[] = [];
  return {
    put(_, row) {
      values.push(of(row));
    },
    take() {
      const taken = values;
      values = [];
      return taken;
    },
  };
}
