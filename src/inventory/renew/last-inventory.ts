import type { TagHistories, Trust } from '../../facts/told.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Mentions } from '../../graph/mentions.ts';
import { type ByteString, toByteString } from '../../registry/byte-string.ts';
import { DigestListReader, packDigests } from '../../registry/digest-list.ts';
import type { Database, Statement } from '../format/sqlite.ts';
import type { ScanRow } from '../read/reader.ts';
import type { BlobWriter } from '../write/blob-writer.ts';
import { KeptManifests } from './kept-manifests.ts';
import { type LastBlobs, restoreBlobs } from './last-blobs.ts';

/** What a scan finds in any case, because nothing that has any of it has a fingerprint. */
const FOUND_AGAIN = ['stray', 'problem', 'odd_link', 'upload', 'scheduler_entry', 'blob_prefix', 'scan'];
const ROWS_OF_REPOSITORY = [
  'DELETE FROM tag_history WHERE tag_id IN (SELECT id FROM tag WHERE repository_id = ?)',
  ...['tag', 'revision', 'layer_link'].map((table) => `DELETE FROM ${table} WHERE repository_id = ?`),
];
/** Manifests that have a problem of their own, and what could not be read: to be read again, or the problem would go. */
const UNREAD = `SELECT digest FROM problem WHERE code LIKE 'manifest-%' OR code = 'unreadable'`;

const HISTORIES = `SELECT tag.name, lower(hex(digest)) FROM tag JOIN tag_history ON tag_id = tag.id
  JOIN blob ON blob.id = tag_history.blob_id WHERE repository_id = ? AND length(digest) = 32`;

/**
 * The last inventory, while a copy of it becomes the next one: what the scan may believe of it, and the rows that go
 * because what they tell of was read again or is gone.
 */
export class LastInventory {
  readonly scan: ScanRow;
  readonly trust: Trust;
  readonly highestTag: number;
  readonly highestRepository: number;
  /** Ids by name. */
  readonly mediaTypes: ReadonlyMap<string, number>;
  readonly #database: Database;
  readonly #repositories = new Map<ByteString, number>();
  readonly #unseen = new Set<ByteString>();
  readonly #drop: readonly Statement[];
  readonly #unread: ReadonlyArray<string | null>;
  #blobs: LastBlobs | undefined;
  #manifests: KeptManifests | undefined;

  /** `database` is a copy, which forgets what is found again in any case. */
  constructor(database: Database) {
    this.#database = database;
    this.scan = database.prepare('SELECT * FROM scan').get() as ScanRow;
    const highest = (table: string) =>
      Number(database.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get());
    this.highestTag = highest('tag');
    this.highestRepository = highest('repository');
    const mediaTypes = database.prepare<[], [string, number]>('SELECT name, id FROM media_type').raw().all();
    this.mediaTypes = new Map(mediaTypes);
    const prefixes = database
      .prepare<[], [ByteString, number]>('SELECT path, fingerprint FROM blob_prefix')
      .raw();
    const histories = database.prepare<[number | undefined], [string | Buffer, string]>(HISTORIES).raw();
    this.trust = {
      repositories: this.#loadRepositories(),
      prefixes: new Map(prefixes.all()),
      historiesOf: (name) => groupHistories(histories.all(this.#repositories.get(name))),
    };
    this.#drop = ROWS_OF_REPOSITORY.map((sql) => database.prepare(sql));
    this.#unread = database.prepare<[], string | null>(UNREAD).pluck().all();
    for (const table of FOUND_AGAIN) database.exec(`DELETE FROM ${table}`);
  }

  /** Its blobs, once they were loaded. */
  get blobs(): LastBlobs | undefined {
    return this.#blobs;
  }

  /** Its manifests, once they were loaded. */
  get manifests(): KeptManifests | undefined {
    return this.#manifests;
  }

  /** True where something is to be read again though nothing has changed. */
  get isToBeReadAgain(): boolean {
    return this.#unread.length > 0;
  }

  /** Brings what it knows of blobs and manifests to those who are told what is so now. */
  load(blobs: BlobWriter, mentions: Mentions, graph: Graph): void {
    if (this.#blobs !== undefined) return;
    this.#blobs = restoreBlobs(this.#database, blobs.store, this.scan.trusted_before);
    const { highest } = this.#blobs;
    const didSizesAgree = this.scan.sizes_agree === 1;
    const manifests = new KeptManifests(this.#database, blobs, mentions, graph, { highest, didSizesAgree });
    this.#manifests = manifests;
    const reader = new DigestListReader(packDigests(this.#unread.filter((digest) => digest !== null)));
    while (reader.next()) manifests.drop(blobs.store.digests.find(reader) ?? 0);
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

  /** When all repositories were told: drops the others. True where there was one. */
  dropUnseen(): boolean {
    const drop = this.#database.prepare('DELETE FROM repository WHERE id = ?');
    const names = [...this.#unseen];
    for (const name of names) drop.run(this.replace(name));
    return names.length > 0;
  }

  #loadRepositories(): Map<ByteString, number> {
    const fingerprints = new Map<ByteString, number>();
    const rows = this.#database
      .prepare<[], { id: number; name: string | Buffer; fingerprint: number | null }>(
        'SELECT id, name, fingerprint FROM repository',
      )
      .all();
    for (const { id, name, fingerprint } of rows) {
      const bytes = byteStringOf(name);
      this.#repositories.set(bytes, id);
      this.#unseen.add(bytes);
      if (fingerprint !== null) fingerprints.set(bytes, fingerprint);
    }
    return fingerprints;
  }
}

function groupHistories(rows: ReadonlyArray<[string | Buffer, string]>): TagHistories {
  const histories = new Map<ByteString, string[]>();
  for (const [name, hex] of rows) {
    const tag = byteStringOf(name);
    const history = histories.get(tag);
    if (history === undefined) histories.set(tag, [hex]);
    else history.push(hex);
  }
  return histories;
}

/** A name as the disk has it, from a column. */
function byteStringOf(name: string | Buffer): ByteString {
  return typeof name === 'string' ? toByteString(name) : name.toString('latin1');
}
