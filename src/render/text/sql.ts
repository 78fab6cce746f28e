import type { SqlAnswer } from '../../answers/sql.ts';
import type { Cell } from '../../sql/messages.ts';
import { escapeText } from '../escape.ts';
import type { Style } from './parts/style.ts';
import { drawTable, type FilledColumn } from './parts/table.ts';
import { fitted } from './sql/fit.ts';
import { renderRecords } from './sql/records.ts';

/** Rows as a table, or as a paragraph each where there are too many columns for the terminal. */
export function renderSql({ columns, rows, cutBy }: SqlAnswer, style: Style): string {
  const filled = columns.map((title, at): FilledColumn => {
    const cells = rows.map((row) => row[at] ?? null);
    return {
      title: escapeText(title),
      cells: cells.map(textOf),
      align: cells.some(isText) ? 'left' : 'right',
    };
  });
  const table = fitted(filled, style.width);
  const body =
    rows.length === 0
      ? 'No rows.'
      : table === undefined
        ? renderRecords(filled, style)
        : drawTable(table, style);
  const more = cutBy === undefined ? [] : [style.dim(`  … and more (--${cutBy} 0 shows all)`)];
  return `${[body, ...more].join('\n')}\n`;
}

/** What may have any width, and reads from the left. */
function isText(cell: Cell): boolean {
  return typeof cell === 'string' || cell instanceof Uint8Array;
}

/** Bytes and NULL as they are written in SQL, so that they are no text. */
function textOf(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (cell instanceof Uint8Array) return `x'${Buffer.from(cell).toString('hex')}'`;
  return escapeText(String(cell));
}
