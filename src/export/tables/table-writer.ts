import type { PartFile } from '../target/part-file.ts';
import type { Row } from './table.ts';
import type { FilledColumn } from './written-columns.ts';

/** Writes the rows of one table. */
export interface TableWriter {
  add(row: Row): void;
  /** Writes what was not written yet. */
  finish(): void;
}

/** Begins to write a table to a file. */
export type OpenTable = (columns: readonly FilledColumn[], file: PartFile) => TableWriter;
