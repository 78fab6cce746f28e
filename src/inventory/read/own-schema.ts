import { InventoryError } from '../../errors.ts';
import { INDEXES, PARTIAL_INDEXES, TABLES } from '../format/schema.ts';
import type { Database } from '../format/sqlite.ts';
import { VIEWS } from '../format/views.ts';

/** All that makes an inventory. */
export const INVENTORY_SQL = [TABLES, VIEWS, PARTIAL_INDEXES, ...Object.values(INDEXES)].join('');

/**
 * Refuses a file that has other tables, views, indexes or triggers than stowage makes. Views answer under names that
 * people believe, and virtual tables run code on bytes that they believe.
 * @param schema `main`, or what a file is attached as
 * @param statements the SQL that makes what is to be there
 * @throws InventoryError with the name of what is not as it should be.
 */
export function assertOwnSchema(database: Database, schema: string, path: string, statements: string): void {
  const own = new Set(bare(statements).split(/; ?/));
  const found = database
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM ${schema}.sqlite_schema WHERE sql IS NOT NULL`,
    )
    .all();
  const stranger = found.find(({ sql }) => !own.has(bare(sql)));
  if (stranger !== undefined)
    throw new InventoryError(
      `${path} is not as stowage makes it: '${stranger.name}' in it is something else. Nothing is asked of it.`,
    );
}

/** A statement without what changes nothing: comments, and how it is laid out. */
function bare(sql: string): string {
  return sql
    .replaceAll(/--[^\n]*/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
