import { stringify } from 'csv-stringify/sync';
import { hexOf } from '../../../sql/json-cell.ts';
import type { Cell, Row } from '../../../sql/messages.ts';
import { escapeText } from '../../escape.ts';
import type { RowFormat } from './row-format.ts';

/**
 * CSV, quoted as in RFC 4180, with a line of titles. Nothing is NULL, and text without a character `""`. Text that a spreadsheet would
 * take for a formula has a `'` before it. On a terminal, what could act on it is spelled out.
 */
export function csvRows(isForTerminal: boolean): RowFormat {
  const prepare = isForTerminal ? (cell: Cell) => escaped(plain(cell)) : plain;
  const write = (rows: readonly Row[]) =>
    stringify(
      rows.map((row) => row.map(prepare)),
      { escape_formulas: true, quoted_match: EMPTY },
    );
  return { begin: (columns) => write([columns]), rows: write, end: () => '' };
}

const EMPTY = /^$/;

function plain(cell: Cell): Cell {
  return cell instanceof Uint8Array
    ? hexOf(cell)
    : typeof cell === 'number' && !Number.isFinite(cell)
      ? String(cell)
      : cell;
}

function escaped(cell: Cell): Cell {
  return typeof cell === 'string' ? escapeText(cell) : cell;
}
