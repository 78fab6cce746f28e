import { findReference } from '../analyze/reference/find-reference.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { CommonOptions } from './options.ts';
import { complain } from './terminal.ts';

/** Says on stderr what is odd about names that were given, before they are answered. */
export function noteOddities(
  inventory: Inventory,
  references: readonly string[],
  { quiet }: CommonOptions,
): void {
  for (const reference of references) {
    const found = findReference(inventory, reference);
    if (found.names === 'manifest' && found.oddity !== undefined && quiet !== true)
      complain(`stowage: ${found.oddity}`);
  }
}
