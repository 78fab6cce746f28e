import { rmSync } from 'node:fs';
import type { Fact } from '../facts.ts';
import { digestFromBytes } from '../registry/digest.ts';
import type { DigestList } from '../registry/digest-list.ts';
import { packDigests } from '../registry/digest-list.ts';
import { type Accounts, computeAccounts } from './accounts.ts';
import { FactWriter } from './fact-writer.ts';
import { loadReferences } from './load-graph.ts';
import { publish, sweepTemporary, temporaryPath } from './publish.ts';
import { flushRows, prepareRows, type Rows } from './rows.ts';
import { APPLICATION_ID, INDEXES, SCHEMA_VERSION, TABLES } from './schema.ts';
import { type Database, openDatabase } from './sqlite.ts';
import { VIEWS } from './views.ts';

/** What the scan knows of itself when it is done. */
export interface ScanFacts {
  readonly volume: string;
  readonly stowageVersion: string;
  /** Microseconds since 1970. */
  readonly scannedAt: number;
  readonly newestAt: number;
  readonly readsEveryLink: boolean;
  /** Asked last, so that it includes the time of the inventory itself. */
  readonly durationMs: () => number;
}

/** Blobs to be read as manifests, and whether each must be one. */
export interface ManifestWish {
  readonly digests: DigestList;
  readonly expected: Uint8Array;
}

const MANIFESTS_PER_WISH = 2000;

/**
 * Builds an inventory beside its final name. Nothing is seen of it until `finish`; `abandon` leaves no trace. The
 * caller holds the lock.
 */
export class InventoryWriter {
  readonly #path: string;
  readonly #database: Database;
  readonly #rows: Rows;
  readonly #facts: FactWriter;
  readonly #lookedFor = new Set<number>();

  constructor(path: string) {
    this.#path = path;
    sweepTemporary(path);
    this.#database = openDatabase(temporaryPath(path));
    // better-sqlite3 refuses to switch the journal off otherwise, and says nothing of it.
    this.#database.unsafeMode();
    // A crash while it is built costs the temporary file only; `publish` brings it to the disk when it is whole.
    for (const pragma of [
      'journal_mode = OFF',
      'synchronous = OFF',
      'locking_mode = EXCLUSIVE',
      'cache_size = -65536',
    ]) {
      this.#database.pragma(pragma);
    }
    this.#database.exec(TABLES);
    this.#rows = prepareRows(this.#database);
    const findTag = this.#database.prepare('SELECT id FROM tag WHERE repository_id = ? AND name = ?').pluck();
    this.#facts = new FactWriter(this.#rows, (...key) => {
      this.#rows.tag.flush();
      return findTag.get(...key) as number | undefined;
    });
    this.#database.exec('BEGIN');
  }

  add(facts: readonly Fact[]): void {
    for (const fact of facts) this.#facts.add(fact);
  }

  /** Manifests that something leads to and that were not read yet; each is given once. */
  takeWantedManifests(): ManifestWish[] {
    const { blobs, mentions } = this.#facts;
    const present = mentions.takeWanted().filter(({ blob }) => blobs.isPresent(blob));
    const wishes: ManifestWish[] = [];
    for (let at = 0; at < present.length; at += MANIFESTS_PER_WISH) {
      const chunk = present.slice(at, at + MANIFESTS_PER_WISH);
      wishes.push({
        digests: packDigests(chunk.map(({ blob }) => this.#digestText(blob))),
        expected: Uint8Array.from(chunk, ({ isCertain }) => (isCertain ? 1 : 0)),
      });
    }
    return wishes;
  }

  /** Digests that something refers to and of which no blob is there; undefined where all were asked for before. */
  takeMissingBlobs(): DigestList | undefined {
    const { blobs, mentions } = this.#facts;
    const missing: string[] = [];
    for (let blob = 1; blob <= blobs.count; blob++) {
      if (!mentions.isMentioned(blob) || blobs.isPresent(blob) || this.#lookedFor.has(blob)) continue;
      this.#lookedFor.add(blob);
      if (typeof blobs.digests.keyOf(blob) !== 'string') missing.push(this.#digestText(blob));
    }
    return missing.length === 0 ? undefined : packDigests(missing);
  }

  /** Computes the accounts, writes what waited for them, and puts the inventory in its place. */
  finish(scan: ScanFacts): void {
    const { blobs, counts, files } = this.#facts;
    flushRows(this.#rows);
    const graph = loadReferences(this.#database);
    const accounts = computeAccounts(graph, blobs, counts.length - 1);
    files.settle((file) => blobs.hasFile(file));
    this.#writeBlobs(accounts);
    flushRows(this.#rows);
    this.#writeRepositories(accounts);
    this.#database.exec(INDEXES);
    this.#database.exec(VIEWS);
    this.#database.pragma(`application_id = ${APPLICATION_ID}`);
    this.#database.pragma(`user_version = ${SCHEMA_VERSION}`);
    this.#writeScan(scan, accounts);
    this.#database.exec('COMMIT');
    this.#database.close();
    publish(this.#path);
  }

  abandon(): void {
    this.#database.close();
    rmSync(temporaryPath(this.#path), { force: true });
  }

  #writeBlobs(accounts: Accounts): void {
    const { blobs } = this.#facts;
    const insert = this.#rows.blob;
    for (let id = 1; id <= blobs.count; id++) {
      const key = blobs.digests.keyOf(id);
      const holders = accounts.holders[id] as number;
      if (!blobs.isPresent(id)) {
        insert.add(id, key, null, null, null, null, null, null, holders);
        continue;
      }
      const hardLinkOf = accounts.hardLinkOf[id] || null;
      const [bytes, allocated] = [blobs.bytesOf(id), blobs.allocatedBytesOf(id)];
      const [modifiedAt, inode] = [blobs.modifiedAtOf(id), blobs.inodeOf(id)];
      insert.add(id, key, bytes, allocated, modifiedAt, inode, hardLinkOf, accounts.states[id], holders);
    }
  }

  #writeRepositories(accounts: Accounts): void {
    const update = this.#database.prepare(
      `UPDATE repository SET tags = ?, revisions = ?, layer_links = ?, bytes = ?, unique_bytes = ?,
         fair_share_bytes = ?, tagged_bytes = ?, upload_bytes = ? WHERE id = ?`,
    );
    for (const [id, { tags, revisions, layerLinks, uploadBytes }] of this.#facts.counts.entries()) {
      const share = accounts.shares[id];
      if (id === 0 || share === undefined) continue;
      const { bytes, uniqueBytes, fairShareBytes } = share;
      const taggedBytes = accounts.taggedBytes[id];
      update.run(
        tags,
        revisions,
        layerLinks,
        bytes,
        uniqueBytes,
        fairShareBytes,
        taggedBytes,
        uploadBytes,
        id,
      );
    }
  }

  #writeScan(scan: ScanFacts, accounts: Accounts): void {
    const { counts, files } = this.#facts;
    const [unreferenced, untagged, tagged] = accounts.stateBytes as [number, number, number];
    const sum = this.#database
      .prepare(
        'SELECT count(bytes) AS blobs, coalesce(sum(allocated_bytes) FILTER (WHERE hard_link_of IS NULL), 0) AS allocated FROM blob',
      )
      .get() as { blobs: number; allocated: number };
    const has = (condition: string) =>
      this.#database.prepare(`SELECT EXISTS (SELECT 1 FROM problem WHERE ${condition})`).pluck().get();
    this.#database.prepare(`INSERT INTO scan VALUES (${Array(17).fill('?').join(', ')})`).run(
      scan.volume,
      scan.stowageVersion,
      scan.scannedAt,
      Math.round(scan.durationMs()),
      scan.newestAt,
      has("code = 'unreadable'") ? 0 : 1,
      has('hides_references = 1'),
      scan.readsEveryLink ? 1 : 0,
      sum.blobs,
      unreferenced + untagged + tagged,
      sum.allocated,
      tagged,
      untagged,
      unreferenced,
      counts.reduce((total, { uploadBytes }) => total + uploadBytes, -files.repeatedUploadBytes),
      files.files,
      files.bytes,
    );
  }

  #digestText(blob: number): string {
    const key = this.#facts.blobs.digests.keyOf(blob);
    return typeof key === 'string' ? key : digestFromBytes(key);
  }
}
