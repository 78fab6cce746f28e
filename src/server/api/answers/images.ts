import { listAllTags, type TagList } from '../../../analyze/catalog/catalog.ts';
import type { Inventory } from '../../../inventory/read/reader.ts';

/** Every repository that the catalog lists, with its tags. */
export interface ImagesJson {
  readonly repositories: readonly TagList[];
}

export async function listImages(inventory: Inventory): Promise<ImagesJson> {
  return { repositories: listAllTags(inventory) };
}
