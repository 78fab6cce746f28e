import { statSync } from 'node:fs';
import { InventoryError } from '../../errors.ts';
import { sealIfPossible, unsealFile } from '../format/seal.ts';
import { type Database, openDatabase } from '../format/sqlite.ts';
import { HISTORY_APPLICATION_ID, HISTORY_TABLES, HISTORY_VERSION, HISTORY_VIEWS } from './history-schema.ts';
import { assertWholeSide, assertWholeToWrite, readingSide, type SideFile } from './side-file.ts';

/*
 * The history of a volume lies in a file of its own beside the inventory, which every scan makes anew. A scan publishes
 * its inventory first and then adds its record, in one transaction: so each record is of an inventory that was
 * published. One that a kill kept from being added is added by the next scan, which finds the inventory's id not there.
 */

/** Where the history that belongs to an inventory is. */
export function historyPath(inventory: string): string {
  return `${inventory}.history`;
}

/** False where there is none yet: an empty file is what a killed scan left. */
export function existsHistory(path: string): boolean {
  const stat = readingHistory(path, () => statSync(path, { throwIfNoEntry: false }));
  return stat !== undefined && !(stat.isFile() && stat.size === 0);
}

/**
 * Opens a history for questions; undefined where there is none. Damage that shows later is SQLite's error: ask in
 * {@link readingHistory}.
 *
 * @throws InventoryError where it is damaged, something else, or written by a newer version.
 */
export function openHistory(path: string): Database | undefined {
  if (!existsHistory(path)) return undefined;
  assertWhole(path);
  // Not read-only: what a killed scan left in the journal is put right by whoever opens it first. Of the first scan
  // nothing is left then.
  const database = open(path, { fileMustExist: true });
  if (!isEmpty(database)) return database;
  database.close();
  return undefined;
}

/** Opens a history, or begins it. The caller holds the inventory's lock. @throws InventoryError as `openHistory`. */
export function openHistoryToWrite(path: string): Database {
  assertWholeToWrite(sideFile(path));
  const database = open(path, { begins: true });
  // EXTRA: that the journal is gone is on the disk before the file is sealed.
  for (const pragma of ['journal_mode = DELETE', 'synchronous = EXTRA']) database.pragma(pragma);
  return database;
}

/** Refuses a history in which any byte is not the one that was written. */
export function assertWhole(path: string): void {
  assertWholeSide(sideFile(path));
}

/** Writes to a history that is open, which has no seal meanwhile. It is closed then, and sealed if that can be. */
export function writingHistory(path: string, history: Database, write: () => void): void {
  unsealFile(path);
  try {
    write();
  } finally {
    history.close();
    sealIfPossible(path);
  }
}

/** Makes a history in a database that is empty. */
export function beginHistory(database: Database): void {
  database.exec(NEW_HISTORY);
}

/** Reads from a history: what SQLite or the disk refuses is an InventoryError. */
export function readingHistory<T>(path: string, read: () => T): T {
  return readingSide(sideFile(path), read);
}

function sideFile(path: string): SideFile {
  return { path, remedy: (what) => `move ${what} away, and the next scan begins another` };
}

const DAY = 24 * 60 * 60 * 1e6;
const NEW_HISTORY = `${HISTORY_TABLES} ${HISTORY_VIEWS}
INSERT INTO setting VALUES (${400 * DAY});
PRAGMA application_id = ${HISTORY_APPLICATION_ID};
PRAGMA user_version = ${HISTORY_VERSION};
`;

/** Opens a file in which nothing is yet, or a history. */
function open(
  path: string,
  { begins = false, ...options }: { begins?: boolean; fileMustExist?: boolean },
): Database {
  return readingHistory(path, () => {
    const database = openDatabase(path, options);
    try {
      // The file may come from somebody else: no SQL hidden in it may run, no page is believed unchecked.
      for (const pragma of ['trusted_schema = OFF', 'cell_size_check = ON']) database.pragma(pragma);
      if (!isEmpty(database)) assertOurs(database, path);
      else if (begins) database.exec(`BEGIN IMMEDIATE; ${NEW_HISTORY} COMMIT`);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function assertOurs(database: Database, path: string): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (database.pragma('application_id', { simple: true }) !== HISTORY_APPLICATION_ID)
    throw new InventoryError(`${path} is no history of stowage: move it away.`);
  if (version > HISTORY_VERSION) {
    throw new InventoryError(
      `${path} was written by a newer stowage (format ${version}, this one reads ${HISTORY_VERSION}): use that version, or move it away.`,
    );
  }
  const triggers = database
    .prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .get();
  if (triggers !== 0) throw new InventoryError(`${path} is no history of stowage: move it away.`);
}

function isEmpty(database: Database): boolean {
  const id = database.pragma('application_id', { simple: true });
  return id === 0 && database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
}
