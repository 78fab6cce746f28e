import type { Database } from '../../inventory/format/sqlite.ts';
import type { Inventory } from '../../inventory/read/reader.ts';

/** A record that is being added to a history, to which the inventory that it is of is attached as `now`. */
export interface Recording {
  readonly history: Database;
  readonly now: Inventory;
  /** The inventory that this one took the place of; undefined where there was none that can be read. */
  readonly last: Inventory | undefined;
  /** True where the scan found no tag, revision, manifest and blob other than that one has. */
  readonly isUnchanged: boolean;
}

/** What a scan may be compared with, and what that may say. */
export interface Judgement {
  readonly number: number;
  /** Set where it cannot be compared with what came before it. */
  readonly begins: 'first' | 'other-volume' | undefined;
  /** True where it could find all that there is. */
  readonly isSound: boolean;
  /** True where what it did not find is gone. */
  readonly isWhole: boolean;
  /** The inventory that is all that the history knows: of the last record, and whole. */
  readonly basis: Inventory | undefined;
}
