import { existsSync } from 'node:fs';
import { InventoryError } from '../errors.ts';
import { openInventory } from './reader.ts';

/**
 * True where there is an inventory of this volume that a scan may start from: written by the same version, because
 * another may have read the same files otherwise, and not with every link read, because then more was looked at than
 * a scan compares.
 */
export function canStartFrom(path: string, volume: string, version: string): boolean {
  if (!existsSync(path)) return false;
  try {
    const inventory = openInventory(path);
    const { volume: scanned, stowage_version, reads_every_link } = inventory.scan;
    inventory.close();
    return scanned === volume && stowage_version === version && reads_every_link === 0;
  } catch (error) {
    if (error instanceof InventoryError) return false;
    throw error;
  }
}
