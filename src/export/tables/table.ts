import type { Inventory } from '../../inventory/read/reader.ts';

/**
 * What values of a column are. A `name` is bytes of the volume: it is written as text, with U+FFFD for what is no UTF-8, and
 * beside it, as `<column>_base64`, are its bytes where the text is not exact.
 */
export type ColumnType = 'text' | 'name' | 'int64' | 'double' | 'boolean' | 'timestamp';

/** A column of a table. Columns are only ever added, at the end, and may be null then: readers go by name. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Rows may have no value in it. */
  readonly nullable?: true;
  readonly description: string;
}

/** Values by column, as SQLite has them: timestamps are microseconds since 1970, booleans 0 or 1. */
export type Row = readonly unknown[];

/** A table of an export. */
export interface Table {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly rows: (inventory: Inventory) => Iterable<Row>;
}

/** The rows of a query, one after the other. */
export function rowsOf(sql: string): Table['rows'] {
  return ({ database }) => database.prepare<[], Row>(sql).raw().iterate();
}
