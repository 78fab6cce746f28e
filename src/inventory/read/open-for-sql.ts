import { asDamage } from '../format/damage.ts';
import { type Database, openDatabase } from '../format/sqlite.ts';
import { assertOwnSchema, INVENTORY_SQL } from './own-schema.ts';

/**
 * Opens an inventory for SQL of somebody else's, which may be wrong: what SQLite says of it is passed on as it is.
 * Nothing can be written with it, not even a temporary file: what is sorted stays in memory.
 * @throws InventoryError where the file is damaged, or has other tables and views than an inventory.
 */
export function openForSql(path: string): Database {
  const database = openDatabase(path, { readonly: true, fileMustExist: true });
  try {
    for (const pragma of [
      'trusted_schema = OFF',
      'cell_size_check = ON',
      'query_only = ON',
      'temp_store = MEMORY',
      'cache_size = -65536',
    ])
      database.pragma(pragma);
    assertOwnSchema(database, 'main', path, INVENTORY_SQL);
    return database;
  } catch (error) {
    database.close();
    throw asDamage(path, error);
  }
}
