import type { BlobsFact, PrefixFact } from '../facts.ts';
import type { Mentions } from '../graph/mentions.ts';
import type { ByteString } from '../registry/byte-string.ts';
import { DigestListReader } from '../registry/digest-list.ts';
import { BLOBS } from '../registry/layout.ts';
import type { Accounts } from './accounts.ts';
import { BlobStore } from './blob-store.ts';
import { prefixPathOf } from './known-blobs.ts';
import type { LastInventory } from './last-inventory.ts';
import { forEachRow } from './read-numbers.ts';
import type { Rows } from './rows.ts';
import type { Database } from './sqlite.ts';

const PREFIX_LENGTH = `${BLOBS}/sha256/00`.length;

/** Keeps what is told of blobs until their states are known, and writes the rows then. */
export class BlobWriter {
  readonly store = new BlobStore();
  readonly #mentions: Mentions;
  readonly #prefixes = new Map<ByteString, PrefixFact>();
  /** Paths of directories of blobs in which something is odd. */
  readonly oddPrefixes = new Set<ByteString>();
  /** False once a manifest may say another size of a blob than it has, or than any can have. */
  doSizesAgree = true;

  constructor(mentions: Mentions) {
    this.#mentions = mentions;
  }

  add(fact: BlobsFact): void {
    const { digests } = this.store;
    const reader = new DigestListReader(fact.digests);
    const ids: number[] = [];
    for (let row = 0; reader.next(); row++) {
      const blob = digests.idOf(reader);
      // It came late, or anew: manifests that say its size may have been compared with none, or another.
      if (this.#mentions.isMentioned(blob) && this.store.bytesOf(blob) !== fact.bytes[row])
        this.#noteOddSize(blob);
      this.store.set(blob, fact, row);
      this.#mentions.wantAgain(blob);
      ids.push(blob);
    }
    for (const { row, file } of fact.hardLinked) {
      const blob = ids[row] as number;
      this.store.setHardLinked(blob, file);
      this.#noteOddBlob(blob);
    }
  }

  /**
   * Takes the size that a manifest says. A blob of another length may be repaired in place: it is looked at every time.
   */
  compareSize(blob: number, described: number): void {
    const isAbsurd = described < 0 || described === Number.MAX_SAFE_INTEGER;
    if (isAbsurd) this.doSizesAgree = false;
    else if (this.store.isPresent(blob) && this.store.bytesOf(blob) !== described) this.#noteOddSize(blob);
  }

  #noteOddSize(blob: number): void {
    this.doSizesAgree = false;
    this.#noteOddBlob(blob);
  }

  #noteOddBlob(blob: number): void {
    const key = this.store.digests.keyOf(blob);
    if (typeof key !== 'string') this.oddPrefixes.add(prefixPathOf(key));
  }

  addPrefix(fact: PrefixFact): void {
    this.#prefixes.set(fact.path, fact);
  }

  /** Notes that something odd is at `path`: a directory of blobs with it in it is not trusted. */
  noteOdd(path: ByteString): void {
    const isBelow = path.startsWith(`${BLOBS}/`) && (path[PREFIX_LENGTH] ?? '/') === '/';
    if (isBelow) this.oddPrefixes.add(path.slice(0, PREFIX_LENGTH));
  }

  /** Writes what a later scan compares; times since `notSince` do not count. */
  writePrefixes(rows: Rows, notSince: number): void {
    for (const { path, inode, fingerprint, newestAt } of this.#prefixes.values()) {
      if (this.oddPrefixes.has(path)) continue;
      rows.blob_prefix.add(path, inode, newestAt < notSince ? fingerprint : null);
    }
  }

  /** Writes the rows of all blobs; over a last inventory only those that differ from its own. */
  write(rows: Rows, accounts: Accounts, last: LastInventory | undefined, database: Database): void {
    const before = last === undefined ? undefined : rowsBefore(database, last.highestBlob);
    const update = database.prepare('UPDATE blob SET state = ?, repositories = ? WHERE id = ?');
    for (let id = 1; id <= this.store.count; id++) {
      const state = before?.states[id] ?? NO_STATE;
      const isNew = before === undefined || id > before.highest;
      const isGone = !this.store.isPresent(id) && state >= 0;
      if (isNew || isGone || this.store.isTouched(id)) this.#writeRow(rows, id, accounts);
      else if (state !== GAP) {
        const holders = accounts.holders[id] as number;
        const expected = this.store.isPresent(id) ? (accounts.states[id] as number) : NO_STATE;
        if (state === expected && before.holders[id] === holders) continue;
        update.run(expected === NO_STATE ? null : expected, holders, id);
      }
    }
    rows.blob.flush();
    writeHardLinks(database, accounts.hardLinkOf);
  }

  #writeRow(rows: Rows, id: number, accounts: Accounts): void {
    const { store } = this;
    const key = store.digests.keyOf(id);
    const holders = accounts.holders[id] as number;
    if (!store.isPresent(id)) {
      rows.blob.add(id, key, null, null, null, null, null, holders);
      return;
    }
    const [bytes, allocated] = [store.bytesOf(id), store.allocatedBytesOf(id)];
    const [modifiedAt, inode] = [store.modifiedAtOf(id), store.inodeOf(id)];
    rows.blob.add(id, key, bytes, allocated, modifiedAt, inode, accounts.states[id], holders);
  }
}

/** Apart from the rows, because few have any: one value less for each of the others. */
function writeHardLinks(database: Database, hardLinkOf: Int32Array): void {
  const update = database.prepare('UPDATE blob SET hard_link_of = ? WHERE id = ?');
  for (let id = 1; id < hardLinkOf.length; id++) if (hardLinkOf[id] !== 0) update.run(hardLinkOf[id], id);
}

/** In place of a state: of a blob that is not there, and of an id that no row has. */
const NO_STATE = -1;
const GAP = -2;

function rowsBefore(database: Database, highest: number) {
  const states = new Int8Array(highest + 1).fill(GAP);
  const holders = new Int32Array(highest + 1);
  forEachRow(
    database,
    ['id', `coalesce(state, ${NO_STATE})`, 'repositories'],
    'blob',
    (id, state, holding) => {
      states[id] = state;
      holders[id] = holding;
    },
  );
  return { highest, states, holders };
}
