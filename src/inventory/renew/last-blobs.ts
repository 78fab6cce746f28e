import { readNumbers } from '../format/read-numbers.ts';
import type { Database } from '../format/sqlite.ts';
import type { BlobStore } from '../ids/blob-store.ts';

/** In place of a state: of a blob that is not there, and of an id that no row has. */
export const NO_STATE = -1;
export const NO_ROW = -2;

/** Rows are read in pieces: joined to texts they take ten times the memory of the numbers. */
const IDS_AT_ONCE = 250_000;
const COLUMNS = [
  'id',
  'bytes',
  'allocated_bytes',
  'modified_at',
  'changed_at',
  'inode',
  'hard_link_of',
  'named_elsewhere',
  `coalesce(state, ${NO_STATE})`,
  'repositories',
] as const;

/** The rows of blobs that the last inventory has. */
export interface LastBlobs {
  /** The highest id. */
  readonly highest: number;
  /** By id: the state, {@link NO_STATE} or {@link NO_ROW}. */
  readonly states: Int8Array;
  /** By id: how many repositories lead to it. */
  readonly holders: Int32Array;
  /** True where every one of them came to the store, and no file is more than one blob. */
  readonly areBelieved: boolean;
}

/** No rows of blobs. */
export const NO_BLOBS: LastBlobs = {
  highest: 0,
  states: new Int8Array(),
  holders: new Int32Array(),
  areBelieved: true,
};

/**
 * Brings digests and blobs of the last inventory to `store`. Those whose times are not before `trustedBefore` may have
 * been written to and look the same: they do not come, so that they are taken for new when they are met.
 */
export function restoreBlobs(database: Database, store: BlobStore, trustedBefore: number): LastBlobs {
  const highest = Number(database.prepare('SELECT coalesce(max(id), 0) FROM blob').pluck().get());
  const states = new Int8Array(highest + 1).fill(NO_ROW);
  const holders = new Int32Array(highest + 1);
  let areBelieved = true;
  store.digests.restore(database, highest);
  for (let from = 0; from <= highest; from += IDS_AT_ONCE) {
    const piece = 'blob NOT INDEXED WHERE id >= ? AND id < ?';
    const [ids, bytes, allocated, modified, changed, inodes, links, elsewhere, state, repositories] =
      readNumbers(database, COLUMNS, piece, from, from + IDS_AT_ONCE);
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      states[id] = state[at] as number;
      holders[id] = repositories[at] as number;
      if (state[at] === NO_STATE) continue;
      const [modifiedAt, changedAt] = [modified[at] as number, changed[at] as number];
      const isBelieved = Math.max(modifiedAt, changedAt) < trustedBefore;
      // What is said of other names may be true no more, though stat says the same of the file.
      if (!isBelieved || links[at] !== 0 || elsewhere[at] !== 0) areBelieved = false;
      if (isBelieved)
        store.restore(id, {
          bytes: bytes[at] as number,
          allocatedBytes: allocated[at] as number,
          modifiedAt,
          changedAt,
          inode: inodes[at] as number,
        });
    }
  }
  return { highest, states, holders, areBelieved };
}
