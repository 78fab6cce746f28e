import { existsSync } from 'node:fs';
import { InventoryError } from '../../errors.ts';
import { openInventory } from '../read/reader.ts';

/** What an inventory that is about to be replaced says of itself. */
export interface LastScan {
  readonly stowageVersion: string;
  readonly readsEveryLink: boolean;
  /** Whether it was said to be a pull-through cache; undefined where nobody said. */
  readonly saidCache: boolean | undefined;
  readonly blobs: number;
  readonly repositories: number;
}

/** The last scan of this volume, undefined where the inventory is none of it, damaged, or of another format. */
export function readLastScan(path: string, volume: string): LastScan | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const inventory = openInventory(path);
    try {
      const { scan, database } = inventory;
      if (scan.volume !== volume) return undefined;
      return {
        stowageVersion: scan.stowage_version,
        readsEveryLink: scan.reads_every_link === 1,
        saidCache: scan.said_cache === null ? undefined : scan.said_cache === 1,
        blobs: scan.blobs,
        repositories: Number(database.prepare('SELECT count(*) FROM repository').pluck().get()),
      };
    } finally {
      inventory.close();
    }
  } catch (error) {
    if (error instanceof InventoryError) return undefined;
    throw error;
  }
}

/**
 * True where a scan may start from the inventory of another: written by the same version, because another may have read
 * the same files otherwise, and not with every link read, because then more was looked at than a scan compares.
 */
export function canStartFrom(last: LastScan, version: string): boolean {
  return last.stowageVersion === version && !last.readsEveryLink;
}
