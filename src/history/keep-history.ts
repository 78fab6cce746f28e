import { InventoryError, WriteError } from '../errors.ts';
import { historyPath } from '../inventory/beside/history-file.ts';
import { isSqliteError } from '../inventory/format/damage.ts';
import { type Inventory, openInventory } from '../inventory/read/reader.ts';
import type { Scanned } from './record/record-scan.ts';
import type { Recording } from './record/recording.ts';

/** What a scan says of the inventory that it published. */
export type Published = Pick<Recording, 'isUnchanged'>;

/** What came of keeping the history. */
export interface Kept {
  /** Why there is no record of the scan; undefined where there is. */
  readonly unrecorded?: string;
}

/**
 * Scans, and records what was published in the history beside it. First the record of the last inventory is added, where
 * it is not there: a scan may have been killed between its inventory and its record, or its history could not be
 * written. A history that cannot be written is no reason to lose a scan. The caller holds the lock.
 */
export async function keepHistory(
  db: string,
  options: Pick<Scanned, 'keepEventsMs'>,
  scan: () => Promise<Published>,
): Promise<Kept> {
  const last = openLast(db);
  try {
    const { recordScan } = await import('./record/record-scan.ts');
    const isMissing = last !== undefined && attempt(db, () => recordScan(db, UNKNOWN)) !== undefined;
    const published = await scan();
    const { keepEventsMs } = options;
    const unrecorded = attempt(db, () => {
      try {
        recordScan(db, { ...published, last: isMissing ? undefined : last, keepEventsMs });
      } catch (error) {
        // Of the last inventory pages may be damaged that nobody had read.
        if (last === undefined || !(error instanceof InventoryError)) throw error;
        recordScan(db, { ...UNKNOWN, keepEventsMs });
      }
    });
    return unrecorded === undefined ? {} : { unrecorded };
  } finally {
    last?.close();
  }
}

const UNKNOWN: Scanned = { last: undefined, isUnchanged: false };

/** The inventory that is about to be replaced: it can be read until it is closed. */
function openLast(db: string): Inventory | undefined {
  try {
    return openInventory(db);
  } catch (error) {
    if (error instanceof InventoryError) return undefined;
    throw error;
  }
}

/** Writes to a history, or says why that cannot be done. */
function attempt(db: string, write: () => void): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    const isForeseen = error instanceof InventoryError || error instanceof WriteError || isSqliteError(error);
    if (!isForeseen) throw error;
    return `The inventory is written, but not its record in ${historyPath(db)}: ${error.message.replace(/\.$/, '')}. The next scan adds it, if it can.`;
  }
}
