import { existsSync, rmSync } from 'node:fs';
import { InventoryError, WriteError } from '../../errors.ts';
import { codeOf, isSqliteError } from '../format/damage.ts';
import { checkSeal, journalOf, type SealState } from '../format/seal.ts';

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
  refuse(file, stateOf(file));
}

/** The same for the holder of the lock, who removes a journal that an earlier file of the name has left. */
export function assertWholeToWrite(file: SideFile): void {
  if (!existsSync(file.path)) return;
  const state = stateOf(file);
  if (state === 'whole beside a journal') readingSide(file, () => rmSync(journalOf(file.path)));
  else refuse(file, state);
}

function stateOf(file: SideFile): SealState {
  return readingSide(file, () => checkSeal(file.path));
}

function refuse({ path, remedy }: SideFile, state: SealState): void {
  if (state === 'broken')
    throw new InventoryError(
      `Cannot read ${path} (its bytes are not those that were written): ${remedy(all(path))}.`,
    );
  if (state === 'whole beside a journal')
    throw new InventoryError(
      `${journalOf(path)} is of an earlier ${path} than the one that is there: remove it.`,
    );
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
