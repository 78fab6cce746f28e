import { columnsOf } from '../parts/columns.ts';
import type { Style } from '../parts/style.ts';
import type { FilledColumn } from '../parts/table.ts';

/** Each row as a paragraph with a line a column, and nothing cut. */
export function renderRecords(columns: readonly FilledColumn[], style: Style): string {
  const widest = Math.max(...columns.map(({ title }) => columnsOf(title)));
  const count = columns[0]?.cells.length ?? 0;
  const records = Array.from({ length: count }, (_, row) =>
    columns.map(({ title, cells }) => `  ${style.dim(title.padStart(widest))}  ${cells[row]}`).join('\n'),
  );
  return records.join('\n\n');
}
