import type { ListedBlobsFact, TrustedPrefix } from '../facts.ts';
import type { ByteString } from '../registry/byte-string.ts';
import { type DigestList, DigestListReader, DigestListWriter } from '../registry/digest-list.ts';
import { BLOBS } from '../registry/layout.ts';
import type { BlobStore } from './blob-store.ts';
import { forEachRow } from './read-numbers.ts';
import { IS_NO_SHA256 } from './schema.ts';
import type { Database } from './sqlite.ts';

const DIGESTS_PER_LIST = 500;
const PRESENT = 'blob WHERE bytes IS NOT NULL';
const Known = { no: 0, yes: 1, listed: 2 } as const;

/**
 * The blobs of the last inventory that a scan need not look at as long as they stand where the last scan saw them:
 * those of directories in which nothing is odd, and that are older than what may have changed unseen.
 */
export class KnownBlobs {
  /** Directories of such blobs, by path. */
  readonly prefixes: ReadonlyMap<ByteString, TrustedPrefix>;
  /** True once what is known of blobs is in the store. */
  isLoaded = false;
  readonly #database: Database;
  readonly #blobs: BlobStore;
  readonly #trustedBefore: number;
  readonly #highest: number;
  /** By blob id. */
  #known = new Uint8Array();
  readonly #samePrefixes = new Set<ByteString>();
  #new = new DigestListWriter();
  readonly #newLists: DigestList[] = [];

  /** What it knows of the blobs 1 to `highest` comes to `blobs` with `load`. */
  constructor(database: Database, blobs: BlobStore, highest: number, trustedBefore: number) {
    this.#database = database;
    this.#blobs = blobs;
    this.#highest = highest;
    this.#trustedBefore = trustedBefore;
    this.prefixes = this.#loadPrefixes();
  }

  /** Brings what is known of digests and blobs to the store: needed as soon as something differs. */
  load(): void {
    if (this.isLoaded) return;
    this.isLoaded = true;
    this.#known = new Uint8Array(this.#highest + 1);
    this.#blobs.digests.restore(this.#database, this.#highest);
    const isTrusted = SHA256_PREFIXES.map((path) => this.prefixes.has(path));
    forEachRow(this.#database, ['id', 'bytes', 'modified_at'], PRESENT, (id, bytes, modifiedAt) => {
      // What may have changed unseen, or shares a directory with something odd, is not there until it is met.
      if (modifiedAt >= this.#trustedBefore) return;
      if (isTrusted[this.#blobs.digests.firstByteOf(id) ?? -1] !== true) return;
      this.#known[id] = Known.yes;
      this.#blobs.restore(id, bytes, modifiedAt);
    });
  }

  /** Notes that nothing came to a directory of blobs or went from it. */
  keepPrefix(path: ByteString): void {
    this.#samePrefixes.add(path);
  }

  isSame(path: ByteString): boolean {
    return this.#samePrefixes.has(path);
  }

  /**
   * True where nothing came to any of the directories or went from it. Blobs in others are told where they are there; that
   * they went, nothing tells.
   */
  get isAllSame(): boolean {
    return this.#samePrefixes.size === this.prefixes.size && !this.#hasOthers();
  }

  /** True where the last inventory has blobs in directories that it does not trust. */
  #hasOthers(): boolean {
    const others = `SELECT EXISTS (SELECT 1 FROM ${PRESENT} AND ${IS_NO_SHA256})`;
    if (this.#database.prepare(others).pluck().get() === 1) return true;
    const first = this.#database
      .prepare<[Buffer], Buffer>(`SELECT digest FROM ${PRESENT} AND digest >= ? ORDER BY digest LIMIT 1`)
      .pluck();
    return SHA256_PREFIXES.some(
      (path, byte) => !this.prefixes.has(path) && first.get(Buffer.of(byte))?.[0] === byte,
    );
  }

  /** Takes what stands in a directory of blobs; what is not known of it is to be looked at. */
  addListed({ digests }: ListedBlobsFact): void {
    const reader = new DigestListReader(digests);
    while (reader.next()) {
      const blob = this.#blobs.digests.find(reader) ?? 0;
      if (this.#known[blob]) this.#known[blob] = Known.listed;
      else this.#addNew(reader.bytes.subarray(reader.offset, reader.offset + reader.length));
    }
  }

  /**
   * When all directories were told: removes the known blobs that stand in none of them, and gives those that are new
   * and were not looked at.
   */
  settle(): DigestList[] {
    this.load();
    const isSame = SHA256_PREFIXES.map((path) => this.isSame(path));
    for (let blob = 1; blob <= this.#highest; blob++) {
      if (this.#known[blob] !== Known.yes || this.#blobs.isTouched(blob)) continue;
      if (!isSame[this.#blobs.digests.firstByteOf(blob) as number]) this.#blobs.remove(blob);
    }
    this.#cutNew();
    return this.#newLists;
  }

  /**
   * True for a blob that was not looked at, in a directory in which others came or went: it may have been removed, and
   * pushed again since.
   */
  mayBeAnother(blob: number): boolean {
    return this.#known[blob] === Known.listed && !this.#blobs.isTouched(blob);
  }

  #addNew(raw: Uint8Array): void {
    this.#new.appendRaw(raw);
    if (this.#new.count === DIGESTS_PER_LIST) this.#cutNew();
  }

  #cutNew(): void {
    if (this.#new.count > 0) this.#newLists.push(this.#new.finish());
    this.#new = new DigestListWriter();
  }

  #loadPrefixes(): Map<ByteString, TrustedPrefix> {
    const rows = this.#database
      .prepare<[], { path: ByteString; inode: number; fingerprint: number | null }>(
        'SELECT path, inode, fingerprint FROM blob_prefix',
      )
      .all();
    const prefixes = new Map<ByteString, TrustedPrefix>();
    for (const { path, inode, fingerprint } of rows)
      prefixes.set(path, { inode, fingerprint: fingerprint ?? undefined });
    const young = this.#database
      .prepare<[number], Buffer>(`SELECT digest FROM ${PRESENT} AND modified_at >= ?`)
      .pluck();
    // A young blob is to be looked at again, so that its directory is to be listed.
    for (const digest of young.iterate(this.#trustedBefore)) {
      const path = prefixPathOf(digest);
      const prefix = prefixes.get(path);
      if (prefix !== undefined) prefixes.set(path, { ...prefix, fingerprint: undefined });
    }
    return prefixes;
  }
}

/** The path of the directory in which the blob of a sha256 digest lies. */
export function prefixPathOf(digest: Buffer): ByteString {
  return digest.length === 32 ? (SHA256_PREFIXES[digest[0] as number] as string) : '';
}

const SHA256_PREFIXES = Array.from(
  { length: 256 },
  (_, byte) => `${BLOBS}/sha256/${byte.toString(16).padStart(2, '0')}`,
);
