import { existsSync } from 'node:fs';
import { InventoryError } from '../../errors.ts';
import { unsealFile } from '../format/seal.ts';
import { type Database, openDatabase } from '../format/sqlite.ts';
import { assertWholeSide, assertWholeToWrite, readingSide, type SideFile } from './side-file.ts';

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

/** Opens the file of results, or begins it. Only for the holder of its lock. */
export function openResults(path: string): Database {
  return readingResults(path, () => {
    assertWholeToWrite(sideFile(path));
    unsealFile(path);
    const [database, state] = open(path);
    // EXTRA: that the journal is gone is on the disk before the file is sealed.
    database.pragma('synchronous = EXTRA');
    if (state === 'empty') database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
    // What an older one knows of a file is not enough to know it again.
    if (state === 'older')
      database.exec(`BEGIN IMMEDIATE; DROP TABLE result; DROP TABLE run; ${TABLES} COMMIT`);
    return database;
  });
}

/** Opens the file of results for questions; undefined where there are none, or those of an older version. */
export function openResultsToRead(path: string): Database | undefined {
  return readingResults(path, () => {
    if (!existsSync(path)) return undefined;
    assertWholeSide(sideFile(path));
    // Not read-only: what a killed run left in the journal is put right by whoever opens it first.
    const [database, state] = open(path);
    if (state === 'ours') return database;
    database.close();
    return undefined;
  });
}

function open(path: string): [database: Database, state: 'ours' | 'empty' | 'older'] {
  const database = openDatabase(path);
  try {
    for (const pragma of ['trusted_schema = OFF', 'cell_size_check = ON']) database.pragma(pragma);
    const id = database.pragma('application_id', { simple: true });
    const version = Number(database.pragma('user_version', { simple: true }));
    const isEmpty = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
    if (id === 0 && isEmpty) return [database, 'empty'];
    if (id !== APPLICATION_ID) throw new InventoryError(`${path} is no file of stowage: remove it.`);
    if (version > FORMAT) throw new InventoryError(`${path} was written by a newer stowage.`);
    return [database, version < FORMAT ? 'older' : 'ours'];
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Reads from the file of results: what SQLite or the disk refuses is an InventoryError. */
export function readingResults<T>(path: string, read: () => T): T {
  return readingSide(sideFile(path), read);
}

function sideFile(path: string): SideFile {
  return { path, remedy: (what) => `remove ${what}, and verify again` };
}
