import path from 'node:path';
import type { Inventory } from '../../inventory/read/reader.ts';
import type { ExportOptions } from '../export-options.ts';
import { PartFile } from '../target/part-file.ts';
import { makeDirectory } from '../target/place.ts';
import type { WrittenFile } from '../written-file.ts';
import type { Table } from './table.ts';
import type { OpenTable } from './table-writer.ts';
import { TABLES } from './tables.ts';

/** Writes all tables, and gives them their names when all are on the disk. */
export function writeTables(
  inventory: Inventory,
  open: OpenTable,
  extension: string,
  target: string,
  { registryName = '' }: ExportOptions,
): WrittenFile[] {
  const parts: PartFile[] = [];
  try {
    const written = TABLES.map((table) => {
      const directory = path.join(target, ...partitionOf(table, registryName, inventory));
      makeDirectory(directory, inventory);
      const part = new PartFile(path.join(directory, `part-0.${extension}`));
      parts.push(part);
      const rows = writeTable(inventory, table, open, part);
      return { path: part.path, table: table.name, rows, bytes: part.bytes };
    });
    for (const part of parts) part.publish();
    return written;
  } finally {
    for (const part of parts) part.abandon();
  }
}

function writeTable(inventory: Inventory, table: Table, open: OpenTable, part: PartFile): number {
  const writer = open(table, part);
  let rows = 0;
  for (const row of table.rows(inventory)) {
    writer.add(row);
    rows++;
  }
  writer.finish();
  part.finish();
  return rows;
}

/** Where a table's file lies: engines take the registry and the date from the path. */
function partitionOf({ name }: Table, registryName: string, { scan }: Inventory): string[] {
  const day = new Date(scan.scanned_at / 1000).toISOString().slice(0, 10);
  return [name, `registry=${registryName}`, `dt=${day}`];
}
