import path from 'node:path';
import { keepHistory } from './history/keep-history.ts';
import { behindSymlink } from './inventory/read/behind-symlink.ts';
import { assertReplaceable } from './inventory/read/reader.ts';
import { lockInventory } from './inventory/write/lock.ts';
import { assertOutsideVolume } from './inventory/write/outside-volume.ts';
import { type ScanOptions, scanInto } from './scan-into.ts';
import type { ScanProgress } from './scan-run.ts';
import type { Hooked } from './volume/test-hooks.ts';

export type { ScanProgress };

/** Options of {@link takeInventory}. */
export interface TakeInventoryOptions extends ScanOptions {
  /** Where the inventory goes. It may not lie inside the volume. */
  readonly db: string;
  /**
   * How long the history keeps what happened to tags, in milliseconds.
   * @default what was said when it was last scanned into this inventory, or 400 days
   */
  readonly keepEventsMs?: number;
}

/** What came of a scan besides its inventory. */
export interface TakenInventory {
  /** Why the history has no record of it; undefined where it has. */
  readonly unrecorded?: string;
  /** In how many of the directories of blobs some came or went while the volume was read. */
  readonly changedDirectories: number;
}

/**
 * Reads a volume into an inventory: the one way from the one to the other. The last inventory stays as it was until
 * the new one is whole. Then the scan is recorded in the history beside it.
 *
 * @throws VolumeError where there is nothing in the volume; UsageError where the inventory would lie inside it;
 *   LockedError, InventoryError and WriteError where the inventory cannot be written.
 */
export async function takeInventory(options: TakeInventoryOptions & Hooked): Promise<TakenInventory> {
  const db = behindSymlink(path.resolve(options.db));
  assertOutsideVolume(db, options.volume);
  assertReplaceable(db);
  const lock = lockInventory(db);
  try {
    let changedDirectories = 0;
    const kept = await keepHistory(db, options, async () => {
      const scanned = await scanInto(db, options);
      changedDirectories = scanned.changedDirectories;
      return scanned;
    });
    return { ...kept, changedDirectories };
  } finally {
    lock.release();
  }
}
