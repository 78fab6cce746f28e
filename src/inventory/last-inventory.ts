import type { Trust } from '../facts.ts';
import { type ByteString, toByteString } from '../registry/byte-string.ts';
import { DigestListReader, packDigests } from '../registry/digest-list.ts';
import type { BlobStore } from './blob-store.ts';
import { KnownBlobs } from './known-blobs.ts';
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
  readonly known: KnownBlobs;
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
  readonly #drop: readonly Statement[];

  /** Takes over `database`, a copy. What it knows of blobs comes to `blobs` with `known.load`. */
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
    this.known = new KnownBlobs(database, blobs, this.highestBlob, this.trustedBefore);
    this.trust = { repositories: this.#loadRepositories(), prefixes: this.known.prefixes };
    this.#drop = ROWS_OF_REPOSITORY.map((sql) => database.prepare(sql));
  }

  /** Forgets what is found again in any case; true where manifests are to be read again. */
  forgetWhatIsReadAgain(): boolean {
    const unread = this.#database
      .prepare(`SELECT digest FROM problem WHERE code LIKE 'manifest-%' OR code = 'unreadable'`)
      .pluck()
      .all() as Array<string | null>;
    if (unread.length > 0) this.known.load();
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

  /** Drops the directories of blobs that are not as they were, or hold something odd: the former are written anew. */
  dropPrefixes(odd: ReadonlySet<ByteString>): void {
    const drop = this.#database.prepare('DELETE FROM blob_prefix WHERE path = ?');
    for (const path of this.known.prefixes.keys())
      if (odd.has(path) || !this.known.isSame(path)) drop.run(path);
  }

  dropManifests(blobs: Iterable<number>): void {
    const statements = ['reference WHERE manifest_id', 'manifest WHERE blob_id'].map((where) =>
      this.#database.prepare(`DELETE FROM ${where} = ?`),
    );
    for (const blob of blobs) for (const statement of statements) statement.run(blob);
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
}
