import { safeJson } from '../../safe-json.ts';
import type { Row } from '../tables/table.ts';
import type { TableWriter } from '../tables/table-writer.ts';
import type { FilledColumn } from '../tables/written-columns.ts';
import type { PartFile } from '../target/part-file.ts';
import { readableOf } from './readable.ts';

/** One JSON object a line, with a key a column. */
export function openNdjson(columns: readonly FilledColumn[], file: PartFile): TableWriter {
  const objectOf = (row: Row) =>
    Object.fromEntries(columns.map((column) => [column.name, readableOf(column, row)]));
  return {
    add: (row) => file.write(`${safeJson(objectOf(row))}\n`),
    finish() {},
  };
}
