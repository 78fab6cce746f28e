import type { Inventory } from '../inventory/read/reader.ts';

/** Sentences on what is odd about names that were given. */
export async function odditiesOf(inventory: Inventory, references: readonly string[]): Promise<string[]> {
  const { findReference } = await import('../analyze/reference/find-reference.ts');
  return references.flatMap((reference) => {
    const found = findReference(inventory, reference);
    return found.names === 'manifest' && found.oddity !== undefined ? [found.oddity] : [];
  });
}
