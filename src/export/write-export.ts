import type { Inventory } from '../inventory/read/reader.ts';
import type { ExportOptions } from './export-options.ts';
import { EXPORT_FORMATS, type ExportFormat, type TableFormat, type TextFormat } from './formats.ts';
import { writeTables } from './tables/write-tables.ts';
import { PartFile } from './target/part-file.ts';
import { assertReplaceable } from './target/place.ts';
import type { WrittenFile } from './written-file.ts';

/** Takes a piece of text in the place of a file, and waits until there is room for the next. */
export type Sink = (piece: string) => void | Promise<void>;

/**
 * Exports an inventory to files that take the place of what is there, whole or not at all.
 * @throws UsageError for a target that cannot be one, WriteError where it cannot be written.
 */
export async function writeExport(
  inventory: Inventory,
  to: ExportFormat,
  target: string | Sink,
  options: ExportOptions,
): Promise<WrittenFile[]> {
  const format = EXPORT_FORMATS[to] as TableFormat | TextFormat;
  if (format.target === 'directory')
    return writeTables(inventory, await format.load(), format.extension, String(target), options);
  const { textOf } = await format.load();
  const pieces = textOf(inventory, options);
  if (typeof target !== 'string') {
    for await (const piece of pieces) await target(piece);
    return [];
  }
  assertReplaceable(target, inventory);
  return [await writeFile(target, pieces)];
}

async function writeFile(
  target: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<WrittenFile> {
  const file = new PartFile(target);
  try {
    for await (const piece of pieces) file.write(piece);
    file.finish();
    file.publish();
    return { path: target, bytes: file.bytes };
  } finally {
    file.abandon();
  }
}

/** What is to be said beside an export. */
export async function exportNotes(
  inventory: Inventory,
  to: ExportFormat,
  target: string,
  options: ExportOptions,
): Promise<string[]> {
  const format = EXPORT_FORMATS[to] as TableFormat | TextFormat;
  if (format.target === 'directory') return [];
  const { notesOn } = await format.load();
  return notesOn?.(inventory, options, target) ?? [];
}
