import type { ExportAnswer } from '../../answers/export.ts';
import type { WrittenFile } from '../../export/written-file.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatBytes, formatCount } from '../format.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';

/** What was written, and where it lies. */
export function renderExport({ files, totals, target }: ExportAnswer, style: Style): string {
  const rows = totals.rows === undefined ? '' : ` with ${countOf(totals.rows, 'row')}`;
  const headline = `${style.heading('Written')}  ${formatBytes(totals.bytes)} in ${countOf(totals.files, 'file')}${rows}: ${escapeText(target)}\n`;
  return totals.rows === undefined ? headline : `${headline}\n${renderTable(files, COLUMNS, style)}\n`;
}

const COLUMNS: ReadonlyArray<Column<WrittenFile>> = [
  { title: 'table', value: ({ table = '' }) => table, align: 'left' },
  { title: 'rows', value: ({ rows = 0 }) => formatCount(rows) },
  { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
];
