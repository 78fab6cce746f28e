import { existsSync, rmSync } from 'node:fs';
import { InventoryError, WriteError } from '../../errors.ts';
import { codeOf, isSqliteError } from '../format/damage.ts';
import { checkSeal, journalOf } from '../format/seal.ts';

/** A file of ours beside an inventory, which is written to in place. */
export interface SideFile {
  readonly path: string;
  /** What is to be done where it cannot be read: `what` is the file, or it and what else has to go. */
  readonly remedy: (what: string) => string;
}

/** Reads from a side file. What SQLite or the disk refuses is told by what it is: a file that is busy is no damaged one. */
export function readingSide<T>(file: SideFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InventoryError) throw error;
    const isOfDisk = error instanceof Error && 'syscall' in error;
    if (!isOfDisk && !isSqliteError(error)) throw error;
    if (/^SQLITE_(FULL|IOERR_WRITE|IOERR_FSYNC)/.test(codeOf(error)))
      throw new WriteError(`Could not write ${file.path}: ${error.message}.`, { cause: error });
    throw new InventoryError(whyUnread(file, error), { cause: error });
  }
}

/**
 * Refuses a side file in which any byte is not the one that was written. One without a seal was being written to when its
 * writer ended, or is of a version that sealed none.
 */
export function assertWholeSide(file: SideFile): void {
  const state = readingSide(file, () => checkSeal(file.path));
  if (state === 'broken')
    throw new InventoryError(
      `Cannot read ${file.path} (its bytes are not those that were written): ${file.remedy(all(file.path))}.`,
    );
  if (state === 'whole beside a journal')
    throw new InventoryError(
      `${journalOf(file.path)} is of an earlier ${file.path} than the one that is there: remove it.`,
    );
}

/** Removes a journal that an earlier file of the name has left. Only for the holder of the lock. */
export function dropEarlierJournal(file: SideFile): void {
  if (existsSync(file.path) && readingSide(file, () => checkSeal(file.path)) === 'whole beside a journal')
    readingSide(file, () => rmSync(journalOf(file.path)));
}

function whyUnread({ path, remedy }: SideFile, error: Error): string {
  const { message } = error;
  if (!isSqliteError(error)) return `Cannot read ${path} (${message}).`;
  if (codeOf(error).startsWith('SQLITE_BUSY')) return `${path} is being written to: ask again.`;
  const isLeft = existsSync(journalOf(path)) && /^SQLITE_(READONLY|CANTOPEN)/.test(codeOf(error));
  if (isLeft)
    return `${path} was being written to when a scan or verify ended, and this user may not take that back: ask once as a user who may write to it.`;
  return `Cannot read ${path} (${message}): ${remedy(all(path))}.`;
}

/** What has to go with a file: a journal that stays would be taken back into the next one. */
function all(path: string): string {
  return existsSync(journalOf(path)) ? `it and ${journalOf(path)}` : 'it';
}
