import path from 'node:path';
import { isoTime } from '../../analyze/times.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import type { ExportOptions } from '../export-options.ts';
import { PartFile } from '../target/part-file.ts';
import { makeDirectory } from '../target/place.ts';
import type { WrittenFile } from '../written-file.ts';
import type { Row, Table } from './table.ts';
import type { OpenTable, TableWriter } from './table-writer.ts';
import { TABLES } from './tables.ts';
import { filler } from './written-columns.ts';

/** Writes all tables, and gives them their names when all are on the disk. */
export function writeTables(
  inventory: Inventory,
  open: OpenTable,
  extension: string,
  target: string,
  { registryName = '' }: ExportOptions,
): WrittenFile[] {
  const parts: PartFile[] = [];
  const fill = filler(inventory);
  const giveBack = takeLittleCache(inventory);
  try {
    const written = TABLES.map((table) => {
      const directory = path.join(target, ...partitionOf(table, registryName, inventory));
      makeDirectory(directory, inventory);
      const part = new PartFile(path.join(directory, `part-0.${extension}`));
      parts.push(part);
      const writer = open(fill(table.columns), part);
      const rows = writeRows(table.rows(inventory), writer);
      part.finish();
      return { path: part.path, table: table.name, rows, bytes: part.bytes };
    });
    for (const part of parts) part.publish();
    return written;
  } finally {
    for (const part of parts) part.abandon();
    giveBack();
  }
}

/** Every page is read once, so that keeping many would only cost memory. Gives what sets it back. */
function takeLittleCache({ database }: Inventory): () => void {
  const before = database.pragma('cache_size', { simple: true });
  database.pragma('cache_size = -16384');
  return () => database.pragma(`cache_size = ${before}`);
}

function writeRows(all: Iterable<Row>, writer: TableWriter): number {
  let rows = 0;
  for (const row of all) {
    writer.add(row);
    rows++;
  }
  writer.finish();
  return rows;
}

/** Where a table's file lies: engines take the registry and the date from the path. */
function partitionOf({ name, isTimeless }: Table, registryName: string, { scan }: Inventory): string[] {
  const [day] = isoTime(scan.scanned_at).split('T', 1);
  return [name, `registry=${registryName}`, ...(isTimeless === true ? [] : [`dt=${day}`])];
}
