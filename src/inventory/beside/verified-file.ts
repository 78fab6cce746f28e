import { InventoryError } from '../../errors.ts';
import { isSqliteError } from '../format/damage.ts';
import { checkSeal } from '../format/seal.ts';
import { type Database, openDatabase } from '../format/sqlite.ts';

/*
 * What verifications found, in a file of its own beside the inventory: that one is never changed once it is published,
 * and every scan makes it anew. A result is of one file, so that one of a copy elsewhere takes no other's place, and
 * counts while the blob's length, inode and times are what they were when it was hashed. An inventory may be older than
 * a result: then the time of the inode is newer in the result. Times are microseconds since 1970.
 */

/** In SQLite's `application_id`: "stov". */
const APPLICATION_ID = 0x73746f76;
const FORMAT = 2;
const TABLES = `
CREATE TABLE result (
  digest BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,         -- when the inode had been changed last
  verified_at INTEGER NOT NULL,
  ok INTEGER NOT NULL,
  actual BLOB,                         -- what the bytes hash to, where that is another digest
  PRIMARY KEY (digest, inode)
) STRICT, WITHOUT ROWID;

-- Runs that did not come to their end, by what they were to verify.
CREATE TABLE run (selection TEXT PRIMARY KEY, begun_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${FORMAT};
`;

/** Where the results that belong to an inventory are. */
export function verifiedPath(inventory: string): string {
  return `${inventory}.verified`;
}

/** Refuses results of which any byte is not the one that was written. */
export function assertWholeResults(path: string): void {
  if (checkSeal(path) === 'broken')
    throw new InventoryError(
      `Cannot read ${path} (its bytes are not those that were written): remove it, and verify again.`,
    );
}

/** Opens the file of results, or begins it. */
export function openResults(path: string): Database {
  const database = openDatabase(path);
  try {
    for (const pragma of ['trusted_schema = OFF', 'cell_size_check = ON']) database.pragma(pragma);
    const id = database.pragma('application_id', { simple: true });
    const version = Number(database.pragma('user_version', { simple: true }));
    const isEmpty = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
    if (id === 0 && isEmpty) database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
    // What an older one knows of a file is not enough to know it again.
    else if (id === APPLICATION_ID && version < FORMAT)
      database.exec(`BEGIN IMMEDIATE; DROP TABLE result; DROP TABLE run; ${TABLES} COMMIT`);
    else if (id !== APPLICATION_ID) throw new InventoryError(`${path} is no file of stowage: remove it.`);
    else if (version > FORMAT) throw new InventoryError(`${path} was written by a newer stowage.`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Reads from the file of results; an error of SQLite means that it is damaged. */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isSqliteError(error)) throw error;
    throw new InventoryError(`Cannot read ${path} (${error.message}): remove it, and verify again.`, {
      cause: error,
    });
  }
}
