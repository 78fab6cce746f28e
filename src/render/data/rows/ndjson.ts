import { safeJson } from '../../../safe-json.ts';
import { jsonCell } from '../../../sql/json-cell.ts';
import type { RowFormat } from './row-format.ts';

/** An object a line, with a key for each column in their order. */
export function ndjsonRows(): RowFormat {
  let keys: readonly string[] = [];
  return {
    begin(columns) {
      keys = distinct(columns).map((name) => `${safeJson(name)}:`);
      return '';
    },
    rows(rows) {
      // Put together here: an object of JavaScript has its own order of keys, and keys that are none.
      return rows
        .map((row) => `{${row.map((cell, at) => keys[at] + safeJson(jsonCell(cell))).join()}}\n`)
        .join('');
    },
    end() {
      return '';
    },
  };
}

/** Names of which none comes twice: what comes again has a number behind it, as SQLite gives it in a subquery. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let [own, number] = [name, 0];
    while (seen.has(own) || (number > 0 && taken.has(own))) own = `${name}:${++number}`;
    seen.add(own);
    return own;
  });
}
