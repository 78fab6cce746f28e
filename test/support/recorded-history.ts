import * as path from 'node:path';
import type Database from 'better-sqlite3';
import { type Inventory, openInventory, type TakeInventoryOptions, takeInventory } from '../../src/index.ts';
import { historyPath, openHistory } from '../../src/inventory/beside/history-file.ts';
import type { Hooked } from '../../src/volume/test-hooks.ts';

/** Where the inventory of a volume and its history lie in these tests: beside the volume. */
export function dbOf(volume: string): string {
  return path.join(path.dirname(volume), `${path.basename(volume)}.db`);
}

/** Scans a volume on this thread, without waiting for what was just written. */
export function scan(volume: string, options: Partial<TakeInventoryOptions & Hooked> = {}) {
  return takeInventory({ volume, db: dbOf(volume), threads: 0, settleMs: 0, ...options });
}

/** Scans a volume as people do, with its record in the history, and opens the inventory. */
export async function recordedInventoryOf(
  volume: string,
  options: Partial<TakeInventoryOptions & Hooked> = {},
): Promise<Inventory> {
  await scan(volume, options);
  return openInventory(options.db ?? dbOf(volume));
}

/** Asks the history beside an inventory. */
function askHistory<T>(db: string, ask: (database: Database.Database) => T): T {
  const database = openHistory(historyPath(db));
  if (database === undefined) throw new Error(`There is no history of ${db}.`);
  try {
    return ask(database);
  } finally {
    database.close();
  }
}

/** The rows of a query over a history, a line each, with `|` between their values. */
export function linesOf(db: string, sql: string): string[] {
  return askHistory(db, (database) =>
    database
      .prepare<[], unknown[]>(sql)
      .raw()
      .all()
      .map((row) => row.map((value) => value ?? '-').join('|')),
  );
}

/** What happened, seen by one scan: digests by the names that are given. */
export function eventsOf(db: string, number: number, names: Readonly<Record<string, string>> = {}): string[] {
  const lines = linesOf(
    db,
    `SELECT kind || coalesce(' ' || finding, ''), coalesce(repository, ''), coalesce(tag, ''), coalesce(from_digest, ''),
       coalesce(to_digest, ''), coalesce(via, '') FROM events WHERE scan = ${number} ORDER BY id`,
  );
  const named = Object.entries(names);
  return lines.map((line) =>
    named.reduce((text, [name, digest]) => text.replaceAll(digest, name), line).replace(/\|+$/, ''),
  );
}
