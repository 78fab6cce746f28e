import type { Trust, TrustedPrefix } from '../facts.ts';
import { type ByteString, toByteString } from '../registry/byte-string.ts';
import { type DigestList, DigestListReader, DigestListWriter, packDigests } from '../registry/digest-list.ts';
import { BLOBS } from '../registry/layout.ts';
import type { BlobStore } from './blob-store.ts';
import { readNumbers } from './read-numbers.ts';
import type { ScanRow } from './reader.ts';
import type { Database, Statement } from './sqlite.ts';

/** What a scan finds in any case, because nothing that has any of it is trusted. */
const READ_AGAIN = ['stray', 'problem', 'odd_link', 'upload', 'scheduler_entry', 'scan'];
const ROWS_OF_REPOSITORY = [
  'DELETE FROM tag_history WHERE tag_id IN (SELECT id FROM tag WHERE repository_id = ?)',
  ...['tag', 'revision', 'layer_link'].map((table) => `DELETE FROM ${table} WHERE repository_id = ?`),
];

/**
 * The last inventory, while a copy of it becomes the next one: what the scan may believe of it, and the rows that go
 * because what they tell of was read again or is gone.
 */
export class LastInventory {
  readonly scan: ScanRow;
  readonly trust: Trust;
  /** Microseconds since 1970: what was changed since may have been changed behind the last scan's back. */
  readonly trustedBefore: number;
  /** The highest blob id. */
  readonly highestBlob: number;
  readonly highestTag: number;
  readonly highestRepository: number;
  /** Ids by name. */
  readonly mediaTypes: ReadonlyMap<string, number>;
  readonly #database: Database;
  readonly #blobs: BlobStore;
  readonly #repositories = new Map<ByteString, number>();
  readonly #unseen = new Set<ByteString>();
  readonly #samePrefixes = new Set<ByteString>();
  readonly #knownIn = new Map<ByteString, DigestListWriter>();
  /** True once what is known of blobs is in the store. */
  isLoaded = false;
  /** By blob id: 1 for one that the scan may take for granted. */
  readonly #isKnown: Uint8Array;
  readonly #drop: readonly Statement[];

  /** Takes over `database`, a copy. What it knows comes to `blobs` with `load`. */
  constructor(database: Database, blobs: BlobStore) {
    this.#database = database;
    this.#blobs = blobs;
    this.scan = database.prepare('SELECT * FROM scan').get() as ScanRow;
    this.trustedBefore = this.scan.trusted_before;
    const highest = (table: string) =>
      Number(database.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get());
    this.highestBlob = highest('blob');
    this.highestTag = highest('tag');
    this.highestRepository = highest('repository');
    const mediaTypes = database.prepare<[], [string, number]>('SELECT name, id FROM media_type').raw().all();
    this.mediaTypes = new Map(mediaTypes);
    this.#isKnown = new Uint8Array(this.highestBlob + 1);
    this.trust = {
      repositories: this.#loadRepositories(),
      prefixes: this.#loadPrefixes(),
      blobsIn: (path) => this.#blobsIn(path),
    };
    this.#drop = ROWS_OF_REPOSITORY.map((sql) => database.prepare(sql));
  }

  /** Brings what is known of digests and blobs to the store: needed as soon as something differs. */
  load(): void {
    if (this.isLoaded) return;
    this.isLoaded = true;
    this.#loadBlobs();
  }

  /** Forgets what is found again in any case; true where manifests are to be read again. */
  forgetWhatIsReadAgain(): boolean {
    const unread = this.#database
      .prepare(`SELECT digest FROM problem WHERE code LIKE 'manifest-%' OR code = 'unreadable'`)
      .pluck()
      .all() as Array<string | null>;
    if (unread.length > 0) this.load();
    const reader = new DigestListReader(packDigests(unread.filter((digest) => digest !== null)));
    const ids: number[] = [];
    while (reader.next()) ids.push(this.#blobs.digests.find(reader) ?? 0);
    this.dropManifests(ids);
    for (const table of READ_AGAIN) this.#database.exec(`DELETE FROM ${table}`);
    return unread.length > 0;
  }

  /** The id of a repository of that name, whose rows go because it was read again; undefined where there was none. */
  replace(name: ByteString): number | undefined {
    const id = this.#repositories.get(name);
    if (id !== undefined) for (const statement of this.#drop) statement.run(id);
    this.#unseen.delete(name);
    return id;
  }

  /** The id of a repository that is the same. */
  keep(name: ByteString): number {
    this.#unseen.delete(name);
    return this.#repositories.get(name) as number;
  }

  /** Drops the repositories that the scan did not meet; true where there was one. */
  dropUnseen(): boolean {
    const drop = this.#database.prepare('DELETE FROM repository WHERE id = ?');
    const names = [...this.#unseen];
    for (const name of names) {
      drop.run(this.replace(name));
      this.#repositories.delete(name);
    }
    return names.length > 0;
  }

  /** Notes that nothing came to a directory of blobs or went from it. */
  keepPrefix(path: ByteString): void {
    this.#samePrefixes.add(path);
  }

  /**
   * True for a blob that was not looked at, in a directory in which others came or went: it may have been removed, and
   * pushed again since.
   */
  mayBeAnother(blob: number): boolean {
    if (this.#isKnown[blob] !== 1 || this.#blobs.isTouched(blob)) return false;
    return !this.#samePrefixes.has(this.#prefixOf(blob));
  }

  /** Drops the directories of blobs that are not as they were, or hold something odd: the former are written anew. */
  dropPrefixes(odd: ReadonlySet<ByteString>): void {
    const drop = this.#database.prepare('DELETE FROM blob_prefix WHERE path = ?');
    for (const path of this.trust.prefixes.keys())
      if (odd.has(path) || !this.#samePrefixes.has(path)) drop.run(path);
  }

  dropManifests(blobs: Iterable<number>): void {
    const statements = ['reference WHERE manifest_id', 'manifest WHERE blob_id'].map((where) =>
      this.#database.prepare(`DELETE FROM ${where} = ?`),
    );
    for (const blob of blobs) for (const statement of statements) statement.run(blob);
  }

  #loadBlobs(): void {
    const { digests } = this.#blobs;
    const database = this.#database;
    digests.restore(database, this.highestBlob);
    const rows = readNumbers(database, ['id', 'bytes', 'modified_at'], 'blob WHERE bytes IS NOT NULL');
    const [ids, bytes, modifiedAt] = rows as [Float64Array, Float64Array, Float64Array];
    for (const [at, id] of ids.entries()) {
      const path = this.#prefixOf(id);
      // What may have changed unseen, or shares a directory with something odd, is not there until it is met.
      if ((modifiedAt[at] as number) >= this.trustedBefore || !this.trust.prefixes.has(path)) continue;
      this.#isKnown[id] = 1;
      this.#blobs.restore(id, bytes[at] as number);
      const known = this.#knownIn.get(path) ?? new DigestListWriter();
      known.appendRaw(digests.keyOf(id) as Buffer);
      this.#knownIn.set(path, known);
    }
  }

  #loadRepositories(): Map<ByteString, number> {
    const fingerprints = new Map<ByteString, number>();
    const rows = this.#database
      .prepare<[], { id: number; name: string | Buffer; fingerprint: number | null }>(
        'SELECT id, name, fingerprint FROM repository',
      )
      .all();
    for (const { id, name, fingerprint } of rows) {
      const bytes = typeof name === 'string' ? toByteString(name) : name.toString('latin1');
      this.#repositories.set(bytes, id);
      this.#unseen.add(bytes);
      if (fingerprint !== null) fingerprints.set(bytes, fingerprint);
    }
    return fingerprints;
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
      .prepare<[number], Buffer>('SELECT digest FROM blob WHERE bytes IS NOT NULL AND modified_at >= ?')
      .pluck();
    // A young blob is to be looked at again, so that its directory is to be listed.
    for (const digest of young.iterate(this.trustedBefore)) {
      const path = prefixPathOf(digest);
      const prefix = prefixes.get(path);
      if (prefix !== undefined) prefixes.set(path, { ...prefix, fingerprint: undefined });
    }
    return prefixes;
  }

  #blobsIn(path: ByteString): DigestList {
    this.load();
    return this.#knownIn.get(path)?.finish() ?? new Uint8Array();
  }

  #prefixOf(blob: number): ByteString {
    const key = this.#blobs.digests.keyOf(blob);
    return typeof key === 'string' ? '' : prefixPathOf(key);
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
