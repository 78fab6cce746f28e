import { UsageError } from '../../errors.ts';
import { beginHistory } from '../../inventory/beside/history-file.ts';
import { openDatabase } from '../../inventory/format/sqlite.ts';
import { type Inventory, openInventory } from '../../inventory/read/reader.ts';
import { addRecord } from '../record/record-scan.ts';
import { type Diff, diffOf } from './diff.ts';
import { loadScans, type ScanRecord } from './scans.ts';

/**
 * Compares two inventories as two scans of one history, whatever volumes they are of; `path` is the earlier one.
 * @throws InventoryError where it cannot be opened; UsageError where both are the same.
 */
export function compareInventories(path: string, later: Inventory, repository?: string): Diff {
  const earlier = openInventory(path);
  const history = openDatabase(':memory:');
  try {
    if (earlier.scan.id === later.scan.id)
      throw new UsageError(`${path} and ${later.path} are of the same scan: nothing differs.`);
    beginHistory(history);
    addRecord(history, earlier, { last: undefined, isUnchanged: false }, true);
    addRecord(history, later, { last: earlier, isUnchanged: false }, true);
    const [from, to] = loadScans(history) as [ScanRecord, ScanRecord];
    return diffOf(history, from, to, repository);
  } finally {
    history.close();
    earlier.close();
  }
}
