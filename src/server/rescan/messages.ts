import type { ScanProgress } from '../../take-inventory.ts';

/** What the process that scans is told. */
export interface ScanOrder {
  /** The registry's root directory, or a directory above it. */
  readonly volume: string;
  readonly db: string;
}

/** What it tells. */
export type ScanReport =
  | { readonly progress: ScanProgress }
  | { readonly done: { readonly unrecorded?: string } }
  /** Another scan holds the inventory, which is no failure. */
  | { readonly isLocked: true }
  | { readonly failure: string };
