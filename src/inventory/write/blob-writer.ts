import type { BlobsFact, SamePrefixFact, Seen } from '../../facts/told.ts';
import type { Mentions } from '../../graph/mentions.ts';
import type { SharedFiles } from '../../graph/shared-files.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { DigestListReader } from '../../registry/digest-list.ts';
import { BLOBS } from '../../registry/layout.ts';
import { IS_SHARED } from '../format/schema.ts';
import type { Database } from '../format/sqlite.ts';
import { BlobStore, statAt } from '../ids/blob-store.ts';
import { type LastBlobs, NO_ROW, NO_STATE } from '../renew/last-blobs.ts';
import type { Accounts } from './accounts.ts';
import type { Rows } from './rows.ts';

/** Paths of the directories in which blobs lie, by the first byte of their sha256. */
const PREFIXES = Array.from(
  { length: 256 },
  (_, byte): ByteString => `${BLOBS}/sha256/${byte.toString(16).padStart(2, '0')}`,
);

/** Keeps what is told of blobs until their states are known, and writes the rows then. */
export class BlobWriter {
  readonly store = new BlobStore();
  readonly #mentions: Mentions;
  /** What a later scan will compare of directories of blobs, by path. */
  readonly #prefixes = new Map<ByteString, Seen>();
  readonly #same = new Set<ByteString>();
  /** How many blobs are in directories of which all are as the last inventory has them. */
  sameBlobs = 0;
  /** False once a manifest may say another size of a blob than it has, or than any can have. */
  doSizesAgree = true;

  constructor(mentions: Mentions) {
    this.#mentions = mentions;
  }

  /** Takes blobs that are there; true where one of them is not as the last inventory has it. */
  add(fact: BlobsFact): boolean {
    const { digests } = this.store;
    const reader = new DigestListReader(fact.digests);
    const ids: number[] = [];
    let isAnew = false;
    for (let row = 0; reader.next(); row++) {
      const blob = digests.idOf(reader);
      const stat = statAt(fact, row);
      // It came late: manifests that say its size may have been compared with none, or another.
      if (this.#mentions.isMentioned(blob) && this.store.bytesOf(blob) !== stat.bytes)
        this.doSizesAgree = false;
      if (this.store.tell(blob, stat)) isAnew = true;
      this.#mentions.wantAgain(blob);
      ids.push(blob);
      // Met apart from its directory, of which the fingerprint then tells another state.
      const byte = fact.prefix === undefined ? digests.firstByteOf(blob) : undefined;
      if (byte !== undefined) this.#prefixes.delete(PREFIXES[byte] as ByteString);
    }
    for (const shared of fact.shared) this.store.setShared(ids[shared.row] as number, shared);
    if (fact.prefix !== undefined) this.#prefixes.set(fact.prefix.name, fact.prefix);
    // Stat may say the same of a file, and it has other names: whatever has some is summed up every time.
    return isAnew || fact.shared.length > 0;
  }

  /**
   * Takes it that all blobs of a directory are as the last inventory has them. `seen` says the newest time that one of
   * them may have: where times are trusted less than they were, because the clock was set back, the next scan tells them
   * anew, as it does what is young.
   */
  keepPrefix({ path, blobs }: SamePrefixFact, seen: Seen): void {
    this.#same.add(path);
    this.sameBlobs += blobs;
    this.#prefixes.set(path, seen);
  }

  /** When all directories of blobs were told: removes the blobs that are in none of them. True where there was one. */
  dropUntold({ highest }: LastBlobs): boolean {
    const { store } = this;
    const isSame = PREFIXES.map((path) => this.#same.has(path));
    let isGone = false;
    for (let blob = 1; blob <= highest; blob++) {
      if (!store.isPresent(blob) || store.isTold(blob)) continue;
      if (isSame[store.digests.firstByteOf(blob) ?? -1] === true) continue;
      store.remove(blob);
      isGone = true;
    }
    return isGone;
  }

  /** Takes the size that a manifest says. */
  compareSize(blob: number, described: number): void {
    const isAbsurd = described < 0 || described === Number.MAX_SAFE_INTEGER;
    const isAnother = this.store.isPresent(blob) && this.store.bytesOf(blob) !== described;
    if (isAbsurd || isAnother) this.doSizesAgree = false;
  }

  /** Writes what a later scan compares; times since `notSince` do not count. */
  writePrefixes(rows: Rows, notSince: number): void {
    for (const { name, fingerprint, newestAt } of this.#prefixes.values())
      if (fingerprint !== undefined && newestAt < notSince) rows.blob_prefix.add(name, fingerprint);
  }

  /** Finds the blobs that others are symlinks to: the files of these have no other name, so that nothing told of it. */
  findSymlinked(): void {
    const { store } = this;
    const files = store.symlinkedFiles();
    if (files.size === 0) return;
    for (let blob = 1; blob <= store.count; blob++) {
      const file = store.isPresent(blob) ? files.get(store.inodeOf(blob)) : undefined;
      // Another disk may have the same inode.
      if (file !== undefined && store.isSameFile(blob, file.blob)) store.setShared(blob, file);
    }
  }

  /** Writes the rows of all blobs; over a last inventory only those that differ from its own. */
  write(rows: Rows, accounts: Accounts, last: LastBlobs | undefined, database: Database): void {
    const update = database.prepare('UPDATE blob SET state = ?, repositories = ? WHERE id = ?');
    for (let id = 1; id <= this.store.count; id++) {
      const state = last?.states[id] ?? NO_ROW;
      const isNew = last === undefined || id > last.highest;
      const isGone = !this.store.isPresent(id) && state >= 0;
      if (isNew || isGone || this.store.isAnew(id)) this.#writeRow(rows, id, accounts);
      else if (state !== NO_ROW) {
        const holders = accounts.holders[id] as number;
        const expected = this.store.isPresent(id) ? (accounts.states[id] as number) : NO_STATE;
        if (state === expected && last.holders[id] === holders) continue;
        update.run(expected === NO_STATE ? null : expected, holders, id);
      }
    }
    rows.blob.flush();
    writeSharedFiles(database, accounts.files);
  }

  #writeRow(rows: Rows, id: number, accounts: Accounts): void {
    const { store } = this;
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
