import type { StoredName } from '../../analyze/names.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import { once } from '../../contents/once.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { Digests } from './digests.ts';
import type { LookedUp } from './table.ts';

/** What is looked up by id. Each is loaded when it is first asked for. */
export interface Lookups {
  readonly digests: () => Digests;
  readonly tables: Readonly<Record<LookedUp, () => (id: number) => unknown>>;
}

export function lookupsIn(inventory: Inventory): Lookups {
  const { database } = inventory;
  const named = (table: string) =>
    once(() => {
      const rows = database.prepare<[], [number, StoredName]>(`SELECT id, name FROM ${table}`).raw().all();
      const names = new Map(rows);
      return (id: number) => names.get(id);
    });
  return {
    digests: once(() => new Digests(database)),
    tables: {
      repository: named('repository'),
      mediaType: named('media_type'),
      storedBytes: once(() => storedBytesIn(inventory)),
    },
  };
}

/** The size of a blob, which may be on the disk under another digest; undefined where none is. */
function storedBytesIn(inventory: Inventory): (id: number) => number | undefined {
  const contents = contentsOf(inventory);
  const { blobs } = contents;
  const { bytesOf } = blobs.sized;
  return (id) => {
    const stored = contents.storedAs(id);
    return blobs.isPresent(stored) ? bytesOf(stored) : undefined;
  };
}
