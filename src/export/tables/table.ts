import type { Inventory } from '../../inventory/read/reader.ts';

/**
 * What values of a column are. A `name` is bytes of the volume: it is written as text, with U+FFFD for what is no UTF-8, and
 * beside it, as `<column>_base64`, are its bytes where the text is not exact.
 */
export type ColumnType = 'text' | 'digest' | 'name' | 'int64' | 'double' | 'boolean' | 'timestamp';

/** What rows have the id of, in the place of what is written: one text for thousands of rows is made once. */
export type LookedUp = 'repository' | 'mediaType' | 'storedBytes';

/** A column of a table. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Rows may have no value in it. */
  readonly nullable?: true;
  /** Rows with the same value stand together: a dictionary pays, however many there are. */
  readonly repeats?: true;
  /** Rows have an id, and what is written is looked up by it. */
  readonly by?: LookedUp;
  /** What it is, in Markdown, to be read after its name. */
  readonly description: string;
}

/**
 * Values by column, as the inventory has them: digests are ids of blobs, timestamps are microseconds since 1970, booleans 0
 * or 1.
 */
export type Row = readonly unknown[];

/**
 * A table of an export. Those who read exports read older ones with it, by the names of columns: columns are only ever
 * added, at the end, and nullable, and what one is never changes.
 */
export interface Table {
  readonly name: string;
  /** One sentence, in Markdown. */
  readonly description: string;
  readonly columns: readonly Column[];
  /** Every export has all of it, so that it lies at no date. */
  readonly isTimeless?: true;
  readonly rows: (inventory: Inventory) => Iterable<Row>;
}

/** What the tables and their columns are: a reader that knows this number knows what it reads. */
export const TABLES_SCHEMA = 1;

/** The rows of a query, one after the other. */
export function rowsOf(sql: string): Table['rows'] {
  return ({ database }) => database.prepare<[], Row>(sql).raw().iterate();
}
