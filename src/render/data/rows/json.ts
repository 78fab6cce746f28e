import { safeJson } from '../../../safe-json.ts';
import { jsonCell } from '../../../sql/json-cell.ts';
import type { RowFormat } from './row-format.ts';

/** One JSON document, a row a line. One that ends too soon, with an error after it, does not parse. */
export function jsonRows(command: string): RowFormat {
  let isFirst = true;
  return {
    begin(columns) {
      return `{\n  "schema": "stowage.${command}/1",\n  "columns": ${safeJson(columns)},\n  "rows": [`;
    },
    rows(rows) {
      const lines = rows.map((row) => `\n    ${safeJson(row.map(jsonCell))}`).join(',');
      const comma = isFirst ? '' : ',';
      isFirst = false;
      return comma + lines;
    },
    end(truncated) {
      return `${isFirst ? '' : '\n  '}],\n  "truncated": ${truncated}\n}\n`;
    },
  };
}
