import { type Inventory, openInventory } from '../../src/index.ts';
import { canStartFrom, readLastScan } from '../../src/inventory/renew/last-scan.ts';
import { InventoryWriter } from '../../src/inventory/write/writer.ts';
import { Scan } from '../../src/scan/scan.ts';
import { ScanRun } from '../../src/scan-run.ts';
import { stowageVersion } from '../../src/version.ts';
import type { TestHooks } from '../../src/volume/test-hooks.ts';

/** What a scan is given besides the volume. */
export interface ScanAlone {
  readonly volume: string;
  readonly db: string;
  readonly hooks?: TestHooks;
  readonly readEveryLink?: boolean;
}

/**
 * A scan without its lock and its history, which take longer than the scan of a small volume. It starts from the
 * inventory that stands where it writes; the caller closes what it gives.
 */
export async function scanAlone({ volume, db, hooks, readEveryLink = false }: ScanAlone): Promise<Inventory> {
  const begun = Date.now();
  const last = readLastScan(db, volume);
  const startsFromLast = !readEveryLink && last !== undefined && canStartFrom(last, stowageVersion());
  const scan = new Scan({
    volume: { root: volume, ...(hooks !== undefined && { hooks }) },
    rules: { readEveryLink },
    threads: 0,
  });
  const writer = new InventoryWriter(db, { startsFromLast, readsConfigs: true });
  try {
    const run = new ScanRun(scan, writer, { settleMs: 0, onProgress: undefined });
    await run.read(begun);
    const scannedAt = begun * 1000;
    writer.finish({
      id: 'made',
      volume,
      stowageVersion: stowageVersion(),
      scannedAt,
      newestAt: run.newestAt,
      trustedBefore: scan.trustedBefore(scannedAt, run.newestAt, hooks?.clockGranularityMs ?? 2000),
      readsEveryLink: readEveryLink,
      readsConfigs: true,
      before: last,
      saidCache: last?.saidCache,
      space: scan.space(),
      durationMs: () => 0,
    });
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    await scan.close();
  }
  return openInventory(db);
}
