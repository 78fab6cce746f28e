import { shortDigest } from '../../format.ts';
import { columnsOf, cutColumns } from '../parts/columns.ts';
import { type FilledColumn, GAP, INDENT, shorten, widthOf } from '../parts/table.ts';

/** Text that is cut to less says nothing. */
const LEAST = 12;

const DIGEST = /^sha\d+:[0-9a-f]{32,}$/;
const SHORT_DIGEST = /^sha\d+:[0-9a-f]{12}$/;

/**
 * Columns cut so that they fit: digests as docker cuts them, then the widest text in the middle; numbers are whole.
 * Undefined where there are too many.
 */
export function fitted(columns: readonly FilledColumn[], width: number): readonly FilledColumn[] | undefined {
  if (roomOf(columns) <= width) return columns;
  const short = columns.map((column) => ({ ...column, cells: column.cells.map(shortenDigest) }));
  for (let most = widest(short); most >= LEAST; most--) {
    if (roomOf(short, most) > width) continue;
    return short.map((column) => (isCut(column) ? cutTo(column, most) : column));
  }
  return undefined;
}

function shortenDigest(cell: string): string {
  return DIGEST.test(cell) ? shortDigest(cell) : cell;
}

/** How wide a table is whose text is cut to so much. */
function roomOf(columns: readonly FilledColumn[], most = Number.POSITIVE_INFINITY): number {
  const widths = columns.map((column) => (isCut(column) ? Math.min(widthOf(column), most) : widthOf(column)));
  return INDENT + widths.reduce((sum, each) => sum + each, 0) + GAP * (columns.length - 1);
}

function widest(columns: readonly FilledColumn[]): number {
  return columns.reduce((most, column) => Math.max(most, widthOf(column)), 0);
}

function isCut({ align, cells }: FilledColumn): boolean {
  return align === 'left' && !cells.some((cell) => SHORT_DIGEST.test(cell));
}

function cutTo(column: FilledColumn, most: number): FilledColumn {
  const title = columnsOf(column.title) > most ? `${cutColumns(column.title, most - 1)}…` : column.title;
  return { ...column, title, cells: column.cells.map((cell) => shorten(cell, most)) };
}
