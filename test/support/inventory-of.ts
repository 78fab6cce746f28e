import * as path from 'node:path';
import type { Inventory } from '../../src/index.ts';
import { type ScanAlone, scanAlone } from './scan-alone.ts';

/** Scans a volume alone, and opens the inventory, which lies beside the volume where nothing else is said. */
export function inventoryOf(volume: string, options: Partial<ScanAlone> = {}): Promise<Inventory> {
  const db = path.join(path.dirname(volume), `${path.basename(volume)}.db`);
  return scanAlone({ volume, db, ...options });
}
