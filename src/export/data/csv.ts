import { stringify } from 'csv-stringify/sync';
import type { Row } from '../tables/table.ts';
import type { TableWriter } from '../tables/table-writer.ts';
import type { FilledColumn } from '../tables/written-columns.ts';
import type { PartFile } from '../target/part-file.ts';
import { readableOf } from './readable.ts';

/** Rows are put into text so many at a time. */
const ROWS_AT_ONCE = 1000;

/** As RFC 4180 has it; what is no value is empty, and empty text is quoted. A spreadsheet takes nothing in it for a formula. */
const FORM = { record_delimiter: '\r\n', escape_formulas: true, quoted_match: /^$/ } as const;

/** CSV with a line of names. */
export function openCsv(columns: readonly FilledColumn[], file: PartFile): TableWriter {
  const textOf = (value: ReturnType<typeof readableOf>) =>
    typeof value === 'boolean' ? String(value) : value;
  let waiting: unknown[][] = [columns.map(({ name }) => name)];
  const write = () => {
    file.write(stringify(waiting, FORM));
    waiting = [];
  };
  return {
    add(row: Row) {
      if (waiting.push(columns.map((column) => textOf(readableOf(column, row)))) === ROWS_AT_ONCE) write();
    },
    finish: write,
  };
}
