import { type Database, openDatabase } from '../format/sqlite.ts';
import { copyToTemporary, sweepTemporary, temporaryPath } from './publish.ts';

/** A crash while an inventory is built costs the temporary file only; `publish` brings it to the disk when it is whole. */
const UNSYNCED = ['journal_mode = OFF', 'synchronous = OFF', 'locking_mode = EXCLUSIVE'];
const PRAGMAS = [...UNSYNCED, 'cache_size = -8192', 'trusted_schema = OFF', 'cell_size_check = ON'];

/** Begins an inventory in a temporary file beside its final name: an empty one, or a copy of the last. */
export function beginTemporary(path: string, startsFromLast: boolean): Database {
  sweepTemporary(path);
  if (startsFromLast) copyToTemporary(path);
  const database = openDatabase(temporaryPath(path));
  // better-sqlite3 refuses to switch the journal off otherwise, and says nothing of it.
  database.unsafeMode();
  for (const pragma of PRAGMAS) database.pragma(pragma);
  return database;
}
