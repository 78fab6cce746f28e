import { safeJson } from '../../safe-json.ts';
import type { Row, Table } from '../tables/table.ts';
import type { TableWriter } from '../tables/table-writer.ts';
import { writtenColumns } from '../tables/written-columns.ts';
import type { PartFile } from '../target/part-file.ts';
import { readableOf } from './readable.ts';

/** One JSON object a line, with a key a column. */
export function openNdjson({ columns }: Table, file: PartFile): TableWriter {
  const written = writtenColumns(columns);
  const objectOf = (row: Row) =>
    Object.fromEntries(written.map((column) => [column.name, readableOf(column, row)]));
  return {
    add: (row) => file.write(`${safeJson(objectOf(row))}\n`),
    finish() {},
  };
}
