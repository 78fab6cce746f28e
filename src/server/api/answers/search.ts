import { type Found, search } from '../../../analyze/search/search.ts';
import type { Inventory } from '../../../inventory/read/reader.ts';

/** `{schema, repositories, tags, digests, cutOff?}` */
export async function searchFor(inventory: Inventory, { q = '' }: { readonly q?: string }): Promise<Found> {
  return search(inventory, q);
}
