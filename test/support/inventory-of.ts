import * as path from 'node:path';
import { type Inventory, openInventory, type TakeInventoryOptions, takeInventory } from '../../src/index.ts';
import type { Hooked } from '../../src/volume/test-hooks.ts';

/**
 * Scans a volume on this thread, without waiting for what was just written, and opens the inventory, which lies
 * beside the volume.
 */
export async function inventoryOf(
  volume: string,
  options: Partial<TakeInventoryOptions & Hooked> = {},
): Promise<Inventory> {
  const db = path.join(path.dirname(volume), `${path.basename(volume)}.db`);
  await takeInventory({ volume, db, threads: 0, settleMs: 0, ...options });
  return openInventory(db);
}
