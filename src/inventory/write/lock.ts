import { lstatSync } from 'node:fs';
import { LockedError, WriteError } from '../../errors.ts';
import { type Database, openDatabase } from '../format/sqlite.ts';

/** Held while an inventory is written; gone with its holder, however that ends. */
export interface InventoryLock {
  release(): void;
}

/**
 * Takes the lock beside an inventory: an exclusive transaction on a side file, which the system drops when the process
 * dies, so that no stale lock can stay. Node has no flock, and a file with a process id goes stale. `holder` is what
 * another one is called where it has the lock.
 */
export function lockInventory(path: string, holder = 'scan'): InventoryLock {
  let database: Database | undefined;
  try {
    database = openDatabase(`${path}.lock`, { timeout: 0 });
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    throw asLockError(path, holder, error);
  }
  const held = database;
  return { release: () => held.close() };
}

function asLockError(path: string, holder: string, error: unknown): unknown {
  const code = (error as { code?: string }).code ?? '';
  if (code.startsWith('SQLITE_BUSY')) {
    return new LockedError(
      `Another ${holder} is writing ${path}: wait for it, or name another inventory with --db.`,
    );
  }
  if (code === 'SQLITE_NOTADB' || (code === 'SQLITE_CANTOPEN' && isOther(`${path}.lock`)))
    return new WriteError(`${path}.lock is no lock of stowage: remove it.`, { cause: error });
  const cannotWrite = code.startsWith('SQLITE_') || error instanceof TypeError;
  if (!cannotWrite) return error;
  return new WriteError(
    `Cannot write beside ${path} (${(error as Error).message}): name an inventory in a writable directory with --db.`,
    { cause: error },
  );
}

/** Whether something else than a file stands there. */
function isOther(lock: string): boolean {
  try {
    return !lstatSync(lock).isFile();
  } catch {
    return false;
  }
}
