import type { Seen } from '../../facts/fingerprints.ts';
import type { BlobsFact } from '../../facts/told.ts';
import type { SharedFiles } from '../../graph/shared-files.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { DigestListReader } from '../../registry/digest-list.ts';
import { IS_SHARED } from '../format/schema.ts';
import type { Database } from '../format/sqlite.ts';
import { type BlobStore, statAt } from '../ids/blob-store.ts';
import type { Known } from '../ids/known.ts';
import { PREFIX_PATHS } from '../ids/prefix-paths.ts';
import { type LastBlobs, NO_ROW, NO_STATE } from '../renew/last-blobs.ts';
import type { Accounts } from './accounts.ts';
import type { Rows } from './rows.ts';

/** Keeps what is told of blobs until their states are known, and writes the rows then. */
export class BlobWriter {
  readonly #known: Known;
  readonly #store: BlobStore;
  /** What a later scan will compare of directories of blobs, by path. */
  readonly #prefixes = new Map<ByteString, Seen>();

  constructor(known: Known) {
    this.#known = known;
    this.#store = known.blobs;
  }

  /** Takes blobs that are there; true where one of them is not as the last inventory has it. */
  add(fact: BlobsFact): boolean {
    const { mentions, sizes, configs } = this.#known;
    const { digests } = this.#store;
    const reader = new DigestListReader(fact.digests);
    const ids: number[] = [];
    let isAnew = false;
    for (let row = 0; reader.next(); row++) {
      const blob = digests.idOf(reader);
      const stat = statAt(fact, row);
      // It came late: manifests that say its size may have been compared with none, or another.
      if (mentions.isMentioned(blob) && this.#store.bytesOf(blob) !== stat.bytes) sizes.doAgree = false;
      if (this.#store.tell(blob, stat)) {
        isAnew = true;
        configs.forget(blob);
      }
      mentions.wantAgain(blob);
      ids.push(blob);
      // Met apart from its directory, of which the fingerprint then tells another state.
      const byte = fact.prefix === undefined ? digests.firstByteOf(blob) : undefined;
      if (byte !== undefined) this.#prefixes.delete(PREFIX_PATHS[byte] as ByteString);
    }
    for (const shared of fact.shared) this.#store.setShared(ids[shared.row] as number, shared);
    if (fact.prefix !== undefined) this.#prefixes.set(fact.prefix.name, fact.prefix);
    // Stat may say the same of a file, and it has other names: whatever has some is summed up every time.
    return isAnew || fact.shared.length > 0;
  }

  /** Keeps what a later scan compares of a directory of blobs that was told to be the same. */
  keepPrefix(seen: Seen): void {
    this.#prefixes.set(seen.name, seen);
  }

  /** Writes what a later scan compares; times since `notSince` do not count. */
  writePrefixes(rows: Rows, notSince: number): void {
    for (const { name, fingerprint, newestAt } of this.#prefixes.values())
      if (fingerprint !== undefined && newestAt < notSince) rows.blob_prefix.add(name, fingerprint);
  }

  /** Finds the blobs that others are symlinks to: the files of these have no other name, so that nothing told of it. */
  findSymlinked(): void {
    const store = this.#store;
    const files = store.symlinkedFiles();
    if (files.size === 0) return;
    for (let blob = 1; blob <= store.count; blob++) {
      const file = store.isPresent(blob) ? files.get(store.inodeOf(blob)) : undefined;
      // Another disk may have the same inode.
      if (file !== undefined && store.isSameFile(blob, file.blob)) store.setShared(blob, file);
    }
  }

  /** Writes the rows of all blobs; of those that are there already only what differs. */
  write(rows: Rows, accounts: Accounts, last: LastBlobs, database: Database): void {
    const store = this.#store;
    const update = database.prepare('UPDATE blob SET state = ?, repositories = ? WHERE id = ?');
    for (let id = 1; id <= store.count; id++) {
      const state = last.states[id] ?? NO_ROW;
      const isGone = !store.isPresent(id) && state >= 0;
      if (id > last.highest || isGone || store.isAnew(id)) this.#writeRow(rows, id, accounts);
      else if (state !== NO_ROW) {
        const holders = accounts.holders[id] as number;
        const expected = store.isPresent(id) ? (accounts.states[id] as number) : NO_STATE;
        if (state === expected && last.holders[id] === holders) continue;
        update.run(expected === NO_STATE ? null : expected, holders, id);
      }
    }
    rows.blob.flush();
    writeSharedFiles(database, accounts.files);
  }

  #writeRow(rows: Rows, id: number, accounts: Accounts): void {
    const store = this.#store;
    const key = store.digests.keyOf(id);
    const holders = accounts.holders[id] as number;
    if (!store.isPresent(id)) {
      rows.blob.add(id, key, null, null, null, null, null, null, holders);
      return;
    }
    const { bytes, allocatedBytes, modifiedAt, changedAt, inode } = store.statOf(id);
    const state = accounts.states[id];
    rows.blob.add(id, key, bytes, allocatedBytes, modifiedAt, changedAt, inode, state, holders);
  }
}

/** Apart from the rows, because few have any: one value less for each of the others. */
function writeSharedFiles(database: Database, files: SharedFiles): void {
  database.exec(`UPDATE blob SET hard_link_of = NULL, named_elsewhere = NULL WHERE ${IS_SHARED}`);
  const update = database.prepare('UPDATE blob SET hard_link_of = ?, named_elsewhere = ? WHERE id = ?');
  for (const [blob, { owners }] of files) {
    const keeper = files.keeperOf(blob);
    update.run(keeper === blob ? null : keeper, owners.includes(blob) ? null : 1, blob);
  }
}
