import { type Found, search } from '../../../analyze/search/search.ts';
import type { Inventory } from '../../../inventory/read/reader.ts';

/** What was found, as programs get it. */
export type SearchJson = Found;

export async function searchFor(
  inventory: Inventory,
  { q = '' }: { readonly q?: string },
): Promise<SearchJson> {
  return search(inventory, q);
}
