import type { Inventory } from '../../inventory/read/reader.ts';
import { courseOf } from './course.ts';
import type { Growth } from './growth.ts';
import { askHistory } from './scans.ts';

/** What is too much. */
export interface Limits {
  /** Of the file system, up to 1: what is not available counts as used, as for `df`. */
  readonly failOver?: number;
  /** Bytes a day. */
  readonly failGrowth?: number;
}

/** A limit that is passed, or of which that cannot be told. */
export interface Alarm {
  readonly code: 'over' | 'growth' | 'over-unknown' | 'growth-unknown';
  /** Of the file system that is used, up to 1, or bytes a day; absent where it is unknown. */
  readonly found?: number;
  readonly limit: number;
}

/**
 * The limits that are passed, by what the scans said of the volume.
 * @throws InventoryError where the growth is asked for and there is no history.
 */
export function findAlarms(inventory: Inventory, { failOver, failGrowth }: Limits): Alarm[] {
  return [
    ...(failOver === undefined ? [] : overAlarms(inventory, failOver)),
    ...(failGrowth === undefined ? [] : growthAlarms(inventory, failGrowth)),
  ];
}

function overAlarms({ scan }: Inventory, limit: number): Alarm[] {
  const { filesystem_bytes: size, filesystem_available_bytes: available } = scan;
  if (size === null || available === null || size === 0) return [{ code: 'over-unknown', limit }];
  const found = (size - available) / size;
  return found > limit ? [{ code: 'over', found, limit }] : [];
}

function growthAlarms(inventory: Inventory, limit: number): Alarm[] {
  const { growth }: { readonly growth: Growth } = askHistory(inventory, (history) => courseOf(history));
  if (growth.code === 'not-enough-scans') return [{ code: 'growth-unknown', limit }];
  return growth.bytesPerDay > limit ? [{ code: 'growth', found: growth.bytesPerDay, limit }] : [];
}
