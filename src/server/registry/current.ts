import type { Inventory } from '../../inventory/read/reader.ts';

/** The inventory that is served just now. */
export interface Opened {
  readonly inventory: Inventory;
  readonly scanId: string;
  /** The root directory of the volume that was scanned, where it is mounted here. */
  readonly volume: string;
}

/** Gives the inventory that is served, and keeps it open while it is read. */
export interface Current {
  /** @throws InventoryError while there is none. */
  use<T>(read: (opened: Opened) => T | Promise<T>): Promise<T>;
}
