import { rmSync } from 'node:fs';
import type { Fact, Trust } from '../../facts/told.ts';
import type { DigestList } from '../../registry/digest-list.ts';
import { packColumns } from '../format/packed-columns.ts';
import {
  APPLICATION_ID,
  BLOB_STATES,
  INDEXES,
  PARTIAL_INDEXES,
  SCHEMA_VERSION,
  TABLES,
} from '../format/schema.ts';
import { type Database, openDatabase } from '../format/sqlite.ts';
import { VIEWS } from '../format/views.ts';
import { loadRoots } from '../read/load-graph.ts';
import type { ScanRow } from '../read/reader.ts';
import { LastInventory } from '../renew/last-inventory.ts';
import { computeAccounts } from './accounts.ts';
import { addAliases, compareAliasSizes, findAliases, writeAliases } from './aliases.ts';
import { type ManifestWish, Wishes } from './asked.ts';
import { FactWriter } from './fact-writer.ts';
import { copyToTemporary, publish, sweepTemporary, temporaryPath } from './publish.ts';
import { writeRepositories, writeUploadBytes } from './repository-sums.ts';
import { flushRows, prepareRows, type Rows } from './rows.ts';
import { dropUnmentioned } from './unmentioned.ts';

/** What the scan knows of itself when it is done. */
export interface ScanFacts {
  readonly volume: string;
  readonly stowageVersion: string;
  /** Microseconds since 1970. */
  readonly scannedAt: number;
  readonly newestAt: number;
  /** What has a later time may have changed unseen. */
  readonly trustedBefore: number;
  readonly readsEveryLink: boolean;
  /** What the inventory that this one replaces had, where it is of the same volume. */
  readonly before: { readonly blobs: number; readonly repositories: number } | undefined;
  /** Whether it is a pull-through cache; undefined where nobody said. */
  readonly saidCache: boolean | undefined;
  /** Asked last, so that it includes the time of the inventory itself. */
  readonly durationMs: () => number;
}

/**
 * Builds an inventory beside its final name: a new one, or a copy of the last one that is changed to what is true now.
 * Nothing is seen of it until `finish`; `abandon` leaves no trace. The caller holds the lock.
 */
export class InventoryWriter {
  readonly #path: string;
  readonly #database: Database;
  readonly #rows: Rows;
  readonly #facts: FactWriter;
  readonly #wishes: Wishes;
  #areRootsWanted = false;

  /** With `startsFromLast` the inventory at `path` must be one of this version. */
  constructor(path: string, startsFromLast: boolean) {
    this.#path = path;
    sweepTemporary(path);
    if (startsFromLast) copyToTemporary(path);
    this.#database = openDatabase(temporaryPath(path));
    // better-sqlite3 refuses to switch the journal off otherwise, and says nothing of it.
    this.#database.unsafeMode();
    // A crash while it is built costs the temporary file only; `publish` brings it to the disk when it is whole.
    for (const pragma of [
      'journal_mode = OFF',
      'synchronous = OFF',
      'locking_mode = EXCLUSIVE',
      'cache_size = -8192',
      'trusted_schema = OFF',
      'cell_size_check = ON',
    ]) {
      this.#database.pragma(pragma);
    }
    if (!startsFromLast) this.#database.exec(TABLES + PARTIAL_INDEXES);
    this.#database.exec('BEGIN');
    this.#rows = prepareRows(this.#database);
    const findTag = this.#database.prepare('SELECT id FROM tag WHERE repository_id = ? AND name = ?').pluck();
    const find = (...key: unknown[]) => {
      this.#rows.tag.flush();
      return findTag.get(...key) as number | undefined;
    };
    const last = startsFromLast ? new LastInventory(this.#database) : undefined;
    this.#facts = new FactWriter(this.#rows, find, last);
    this.#wishes = new Wishes(this.#facts);
  }

  /** What the scan need not read again. */
  get trust(): Trust | undefined {
    return this.#facts.last?.trust;
  }

  add(facts: readonly Fact[]): void {
    for (const fact of facts) this.#facts.add(fact);
  }

  /** What the scan is to read next: asked again and again until nothing is left. */
  takeWantedManifests(parts: number): Iterable<ManifestWish> | undefined {
    this.#wantRoots();
    return this.#wishes.takeManifests(parts);
  }

  takeMissingBlobs(): DigestList[] {
    return this.#wishes.takeMissingBlobs();
  }

  /** Computes the accounts, writes what waited for them, and puts the inventory in its place. */
  finish(scan: ScanFacts): void {
    const { last, blobs } = this.#facts;
    flushRows(this.#rows);
    if (last === undefined) this.#database.exec(INDEXES.tag);
    writeUploadBytes(
      this.#database,
      this.#facts.files.settle((file) => blobs.store.hasFile(file)),
    );
    const stateBytes = this.#facts.isChanged ? this.#settleAccounts(scan.trustedBefore) : undefined;
    blobs.writePrefixes(this.#rows, scan.trustedBefore);
    flushRows(this.#rows);
    if (last === undefined) {
      this.#database.exec(INDEXES.blob);
      this.#database.exec(VIEWS);
      this.#database.pragma(`application_id = ${APPLICATION_ID}`);
      this.#database.pragma(`user_version = ${SCHEMA_VERSION}`);
    }
    this.#writeScan(scan, stateBytes ?? stateBytesOf(last?.scan as ScanRow));
    this.#database.exec('COMMIT');
    this.#database.close();
    publish(this.#path);
  }

  /** Writes states and sums; returns the bytes of each state. */
  #settleAccounts(notSince: number): readonly number[] {
    const { last, blobs, read, graph } = this.#facts;
    last?.manifests?.dropUnasked();
    packColumns(this.#database, graph);
    loadRoots(this.#database, graph);
    this.#settleAliases();
    blobs.findSymlinked();
    const accounts = computeAccounts(graph, blobs.store, this.#facts.repositories);
    blobs.write(this.#rows, accounts, last?.blobs, this.#database);
    flushRows(this.#rows);
    writeRepositories(this.#database, accounts, read, notSince);
    if (last !== undefined) dropUnmentioned(this.#database, graph);
    return accounts.stateBytes;
  }

  /** Writes what is another name of what, which is known when all layer links are. */
  #settleAliases(): void {
    const { blobs, graph } = this.#facts;
    const aliases = findAliases(this.#database, blobs.store.digests);
    writeAliases(this.#database, aliases);
    addAliases(graph, aliases);
    if (aliases.size > 0) compareAliasSizes(this.#database, blobs);
  }

  /** Once something differs from the last inventory: asks for what its tags and revisions lead to, as if they were new. */
  #wantRoots(): void {
    const { last, isChanged } = this.#facts;
    if (this.#areRootsWanted || !isChanged) return;
    this.#areRootsWanted = true;
    flushRows(this.#rows);
    last?.manifests?.wantRoots();
  }

  abandon(): void {
    this.#database.close();
    rmSync(temporaryPath(this.#path), { force: true });
  }

  #writeScan(scan: ScanFacts, stateBytes: readonly number[]): void {
    const { files } = this.#facts;
    const [unreferenced, untagged, tagged] = stateBytes as [number, number, number];
    const sum = this.#database
      .prepare(
        'SELECT count(bytes) AS blobs, coalesce(sum(allocated_bytes) FILTER (WHERE hard_link_of IS NULL), 0) AS allocated FROM blob',
      )
      .get() as { blobs: number; allocated: number };
    const others = this.#database
      .prepare('SELECT total(other_files) AS files, total(other_bytes) AS bytes FROM repository')
      .get() as { files: number; bytes: number };
    const has = (condition: string) =>
      this.#database.prepare(`SELECT EXISTS (SELECT 1 FROM problem WHERE ${condition})`).pluck().get() === 1;
    const row: ScanRow = {
      volume: scan.volume,
      stowage_version: scan.stowageVersion,
      scanned_at: scan.scannedAt,
      newest_at: scan.newestAt,
      is_complete: has("code = 'unreadable'") ? 0 : 1,
      is_undetermined: has('hides_references = 1') ? 1 : 0,
      trusted_before: scan.trustedBefore,
      reads_every_link: scan.readsEveryLink ? 1 : 0,
      sizes_agree: this.#doSizesAgree() ? 1 : 0,
      has_cache_state: this.#facts.hasCacheState ? 1 : 0,
      said_cache: scan.saidCache === undefined ? null : Number(scan.saidCache),
      blobs_before: scan.before?.blobs ?? null,
      repositories_before: scan.before?.repositories ?? null,
      blobs: sum.blobs,
      blob_bytes: unreferenced + untagged + tagged,
      allocated_bytes: sum.allocated,
      tagged_bytes: tagged,
      untagged_bytes: untagged,
      unreferenced_bytes: unreferenced,
      upload_bytes: this.#uploadBytes(),
      other_files: others.files + files.files,
      other_bytes: others.bytes + files.bytes,
      duration_ms: Math.round(scan.durationMs()),
    };
    const columns = Object.keys(row);
    const values = columns.map((column) => `@${column}`);
    this.#database.prepare(`INSERT INTO scan (${columns}) VALUES (${values})`).run(row);
  }

  #doSizesAgree(): boolean {
    const { last, blobs, isChanged } = this.#facts;
    return isChanged ? blobs.doSizesAgree : last?.scan.sizes_agree === 1;
  }

  #uploadBytes(): number {
    return Number(this.#database.prepare('SELECT total(bytes) FROM upload').pluck().get());
  }
}

function stateBytesOf(scan: ScanRow): number[] {
  return BLOB_STATES.map((state) => scan[`${state}_bytes`]);
}
