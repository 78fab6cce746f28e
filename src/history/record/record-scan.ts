import { historyPath, openHistoryToWrite, writingHistory } from '../../inventory/beside/history-file.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import { type Inventory, openInventory } from '../../inventory/read/reader.ts';
import { addAccounts } from './accounts.ts';
import { findChanged } from './changed.ts';
import { addFindings } from './findings.ts';
import { judge } from './judge.ts';
import type { Recording } from './recording.ts';
import { takeSample } from './sample.ts';
import { addScanRow } from './scan-row.ts';
import { addTags } from './tags.ts';
import { thin } from './thin.ts';
import { addTurnover } from './turnover.ts';

/** What is known of a scan whose inventory was published. */
export interface Scanned extends Pick<Recording, 'last' | 'isUnchanged'> {
  /** How long events of tags are kept from now on, in milliseconds; undefined where nobody said. */
  readonly keepEventsMs?: number | undefined;
}

/**
 * Adds the record of the inventory at `db` to its history, unless it is there. The caller holds the lock.
 * @throws InventoryError where either file is damaged; SQLite's error where the history cannot be written.
 */
export function recordScan(db: string, scanned: Scanned): void {
  const now = openInventory(db);
  try {
    const path = historyPath(db);
    const history = openHistoryToWrite(path);
    try {
      if (!isRecorded(history, now)) writingHistory(path, history, () => addRecord(history, now, scanned));
    } finally {
      history.close();
    }
  } finally {
    now.close();
  }
}

/** True where the history beside an inventory has its record. */
function isRecorded(history: Database, { scan }: Inventory): boolean {
  return history.prepare('SELECT 1 FROM scan WHERE id = ?').get(scan.id) !== undefined;
}

/** Adds a record in one transaction. `isAsked`: it is compared with the one before, whatever that is of. */
export function addRecord(history: Database, now: Inventory, scanned: Scanned, isAsked = false): void {
  history.prepare('ATTACH ? AS now').run(now.path);
  try {
    history.transaction(() => {
      const { keepEventsMs, ...rest } = scanned;
      if (keepEventsMs !== undefined)
        history.prepare('UPDATE setting SET keep_events = ?').run(keepEventsMs * 1000);
      write({ history, now, ...rest }, isAsked);
    })();
  } finally {
    history.prepare('DETACH now').run();
  }
}

function write(recording: Recording, isAsked: boolean): void {
  const { history, isUnchanged } = recording;
  const judgement = judge(recording, isAsked);
  const { begins, isWhole, basis } = judgement;
  addScanRow(recording, judgement);
  addAccounts(recording, judgement);
  findChanged(recording, judgement);
  addTags(recording, judgement);
  addTurnover(recording, judgement);
  addFindings(recording, judgement);
  if (begins !== undefined || (isWhole && !(isUnchanged && basis !== undefined))) takeSample(history);
  thin(history);
}
