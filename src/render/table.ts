import Table from 'cli-table3';
import { escapeText } from './escape.ts';
import type { Style } from './style.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** @default 'right' */
  readonly align?: 'left' | 'right';
  /** The column that is cut where the table is too wide for the terminal. */
  readonly isFlexible?: boolean;
}

const GAP = 2;
const INDENT = 2;
const SHORTEST_CUT = 12;
const NO_BORDERS = Object.fromEntries(
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle'
    .split(' ')
    .map((part) => [part, '']),
);

/** A table without lines: titles above, numbers to the right, every cell escaped. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: ReadonlyArray<Column<Row>>,
  style: Style,
): string {
  const cells = rows.map((row) => columns.map((column) => escapeText(column.value(row))));
  const titles = columns.map(({ title }) => title);
  const cut = columns.findIndex(({ isFlexible }) => isFlexible === true);
  if (cut >= 0) cutColumn(cells, titles, cut, style.width);
  const table = new Table({
    chars: NO_BORDERS,
    head: titles.map((title) => style.dim(title)),
    colAligns: columns.map(({ align }) => align ?? 'right'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
  });
  table.push(...cells);
  return table
    .toString()
    .split('\n')
    .map((line) => `${' '.repeat(INDENT)}${line}`.trimEnd())
    .join('\n');
}

/** Shortens one column's cells in the middle, where names that differ only at their ends stay apart. */
function cutColumn(cells: string[][], titles: readonly string[], cut: number, width: number): void {
  const widthOf = (column: number) =>
    Math.max(...[titles, ...cells].map((row) => (row[column] ?? '').length));
  const others = titles.reduce(
    (sum, _, column) => sum + (column === cut ? 0 : widthOf(column) + GAP),
    INDENT,
  );
  const room = Math.max(SHORTEST_CUT, width - others);
  for (const row of cells) row[cut] = shorten(row[cut] ?? '', room);
}

function shorten(text: string, room: number): string {
  if (text.length <= room) return text;
  const tail = Math.ceil((room - 1) / 2);
  return `${text.slice(0, room - 1 - tail)}…${text.slice(text.length - tail)}`;
}
