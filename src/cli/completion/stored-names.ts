import type { Inventory } from '../../inventory/read/reader.ts';

/** Names of an inventory that begin as a word does; without an inventory there are none. */
export async function storedNames(db: string, word: string, withTags: boolean): Promise<string[]> {
  const [{ openInventory }, { namesBeginning }] = await Promise.all([
    import('../../inventory/read/reader.ts'),
    import('../../analyze/reference/names-beginning.ts'),
  ]);
  let inventory: Inventory | undefined;
  try {
    inventory = openInventory(db);
    return namesBeginning(inventory, word, withTags);
  } catch {
    return [];
  } finally {
    inventory?.close();
  }
}
