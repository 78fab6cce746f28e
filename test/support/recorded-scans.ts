import { ask, openInventory } from '../../src/index.ts';

/** The ids of the scans that the history beside an inventory has. */
export async function recordedScans(db: string): Promise<string[]> {
  const inventory = openInventory(db);
  try {
    return (await ask.history(inventory)).scans.map(({ id }) => id);
  } finally {
    inventory.close();
  }
}
