import Table from 'cli-table3';
import { escapeText } from '../../escape.ts';
import { columnsOf, cutColumns, cutColumnsBefore } from './columns.ts';
import type { Style } from './style.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** @default 'right' */
  readonly align?: 'left' | 'right';
  /** The column that is cut where the table is too wide for the terminal. */
  readonly isFlexible?: boolean;
  /** Left out, the last such column first, where the flexible one would have too little room. */
  readonly isOptional?: boolean;
}

export const GAP = 2;
export const INDENT = 2;
/** A flexible column is cut to no less; from this on, optional columns give way to it. */
const LEAST_FLEXIBLE = 30;
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
  const filled = columns.map((column) => ({
    ...column,
    cells: rows.map((row) => escapeText(column.value(row))),
  }));
  return drawTable(fitColumns(filled, style.width), style);
}

/** A table of columns that fit, of which nothing acts on a terminal any more. */
export function drawTable(shown: readonly FilledColumn[], style: Style): string {
  const count = shown[0]?.cells.length ?? 0;
  const widths = shown.map((column) => widthOf(column) + GAP);
  const pieces: string[] = [];
  for (let start = 0; start === 0 || start < count; start += ROWS_AT_ONCE) {
    const table = new Table({
      chars: NO_BORDERS,
      ...(start === 0 && { head: shown.map(({ title }) => style.dim(title)) }),
      ...(count > ROWS_AT_ONCE && { colWidths: widths }),
      colAligns: shown.map(({ align }) => align ?? 'right'),
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
    });
    for (let row = start; row < Math.min(count, start + ROWS_AT_ONCE); row++)
      table.push(shown.map(({ cells }) => cells[row] ?? ''));
    pieces.push(table.toString());
  }
  return pieces
    .join('\n')
    .split('\n')
    .map((line) => `${' '.repeat(INDENT)}${line}`.trimEnd())
    .join('\n');
}

/** The time that a table takes grows with the square of its rows: 30,000 at once took two minutes. */
const ROWS_AT_ONCE = 200;

/** A column with what stands in it. */
export interface FilledColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly isFlexible?: boolean;
  readonly isOptional?: boolean;
  readonly cells: readonly string[];
}

/** Drops optional columns and cuts the flexible one, until the table is no wider than the terminal. */
function fitColumns(columns: readonly FilledColumn[], width: number): readonly FilledColumn[] {
  const flexible = columns.find(({ isFlexible }) => isFlexible === true);
  if (flexible === undefined) return columns;
  const others = columns.filter((column) => column !== flexible);
  const room = width - INDENT - others.reduce((sum, column) => sum + widthOf(column) + GAP, 0);
  if (widthOf(flexible) <= room) return columns;
  const dropped =
    room < LEAST_FLEXIBLE ? others.findLast(({ isOptional }) => isOptional === true) : undefined;
  if (dropped !== undefined)
    return fitColumns(
      columns.filter((column) => column !== dropped),
      width,
    );
  const cells = flexible.cells.map((cell) => shorten(cell, Math.max(room, LEAST_FLEXIBLE)));
  return columns.map((column) => (column === flexible ? { ...flexible, cells } : column));
}

/** How many columns of a terminal one takes. */
export function widthOf({ title, cells }: FilledColumn): number {
  return cells.reduce((widest, cell) => Math.max(widest, columnsOf(cell)), columnsOf(title));
}

/** Cuts in the middle, where names that differ only at their ends stay apart. */
export function shorten(text: string, room: number): string {
  if (columnsOf(text) <= room) return text;
  const tail = Math.ceil((room - 1) / 2);
  return `${cutColumns(text, room - 1 - tail)}…${cutColumnsBefore(text, tail)}`;
}
