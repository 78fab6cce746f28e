import { type Inventory, openInventory } from '../../src/index.ts';
import { type ScanOptions, scanInto } from '../../src/scan-into.ts';
import type { Hooked } from '../../src/volume/test-hooks.ts';

/** What a scan is given, and where its inventory goes. */
export interface ScanAlone extends ScanOptions, Hooked {
  readonly db: string;
}

/**
 * A scan on this thread that waits for nothing, without its lock and its history, which take longer than the scan of a
 * small volume. It starts from the inventory that stands where it writes.
 */
export async function scanUnasked({ db, ...options }: ScanAlone): Promise<void> {
  await scanInto(db, { threads: 0, settleMs: 0, ...options });
}

/** The same, and opens the inventory; the caller closes it. */
export async function scanAlone(options: ScanAlone): Promise<Inventory> {
  await scanUnasked(options);
  return openInventory(options.db);
}
