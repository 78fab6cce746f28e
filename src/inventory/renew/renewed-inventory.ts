import type { Fingerprints, Seen } from '../../facts/fingerprints.ts';
import type { SamePrefixFact } from '../../facts/told.ts';
import type { Graph } from '../../graph/graph.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { DigestListReader, packDigests } from '../../registry/digest-list.ts';
import { BLOB_STATES } from '../format/schema.ts';
import type { Database } from '../format/sqlite.ts';
import type { DigestTable } from '../ids/digest-table.ts';
import type { Known } from '../ids/known.ts';
import type { ScanRow } from '../read/reader.ts';
import { KeptConfigs } from './kept-configs.ts';
import { KeptManifests } from './kept-manifests.ts';
import { NO_BLOBS, restoreBlobs } from './last-blobs.ts';
import { LastRepositories } from './last-repositories.ts';
import type { Renewal, Sums, TakenIds } from './renewal.ts';
import { SamePrefixes } from './same-prefixes.ts';
import { dropUnmentioned } from './unmentioned.ts';

/** What a scan finds in any case, because nothing that has any of it has a fingerprint. */
const FOUND_AGAIN = ['stray', 'problem', 'odd_link', 'upload', 'scheduler_entry', 'blob_prefix', 'scan'];

/** Manifests that have a problem of their own, and what could not be read: to be read again, or the problem would go. */
const UNREAD = `SELECT digest FROM problem WHERE code LIKE 'manifest-%' OR code = 'unreadable'`;

/** They are a problem too, which is found again. */
const UNREADABLE_CONFIGS = `DELETE FROM config WHERE fault = 'unreadable'`;

/**
 * A copy of the last inventory on its way to become the next one: what the scan may believe of it stays, and the rows
 * go that tell of what was read again or is gone. Blobs and manifests are loaded once something has changed.
 */
export class RenewedInventory implements Renewal {
  readonly fingerprints: Fingerprints;
  readonly taken: TakenIds;
  blobs = NO_BLOBS;
  readonly #database: Database;
  readonly #known: Known;
  readonly #scan: ScanRow;
  readonly #repositories: LastRepositories;
  readonly #prefixes: ReadonlyMap<ByteString, number>;
  readonly #samePrefixes = new SamePrefixes();
  readonly #unread: ReadonlyArray<string | null>;
  #manifests: KeptManifests | undefined;
  #configs: KeptConfigs | undefined;
  #isChanged = false;
  #areRootsWanted = false;

  /**
   * `database` is the copy, which forgets what is found again in any case; with `readsConfigs` configs are asked for that
   * are not known.
   */
  constructor(database: Database, known: Known, readsConfigs: boolean) {
    this.#database = database;
    this.#known = known;
    this.#scan = database.prepare('SELECT * FROM scan').get() as ScanRow;
    this.taken = readTakenIds(database);
    this.#repositories = new LastRepositories(database);
    const prefixes = database.prepare<[], [ByteString, number]>('SELECT path, fingerprint FROM blob_prefix');
    this.#prefixes = new Map(prefixes.raw().all());
    this.fingerprints = {
      repositories: this.#repositories.fingerprints,
      prefixes: this.#prefixes,
      historiesOf: (name) => this.#repositories.historiesOf(name),
    };
    this.#unread = database.prepare<[], string | null>(UNREAD).pluck().all();
    for (const table of FOUND_AGAIN) database.exec(`DELETE FROM ${table}`);
    database.exec(UNREADABLE_CONFIGS);
    const areConfigsMissing = readsConfigs && this.#scan.reads_configs === 0;
    if (this.#unread.length > 0 || areConfigsMissing) this.noteChange();
  }

  noteChange(): void {
    this.#isChanged = true;
    this.expectBlobs();
  }

  expectBlobs(): void {
    if (this.#manifests !== undefined) return;
    this.blobs = restoreBlobs(this.#database, this.#known.blobs, this.#scan.trusted_before);
    const { highest, areBelieved } = this.blobs;
    const didSizesAgree = this.#scan.sizes_agree === 1;
    this.#manifests = new KeptManifests(this.#database, this.#known, { highest, didSizesAgree });
    this.#configs = new KeptConfigs(this.#database, this.#known, highest);
    const unread = new DigestListReader(packDigests(this.#unread.filter((digest) => digest !== null)));
    while (unread.next()) this.#manifests.drop(this.#known.blobs.digests.find(unread) ?? 0);
    if (!areBelieved) this.#isChanged = true;
  }

  /**
   * All blobs of the directory were trusted, so each is older than what was not: that is the newest time one may have.
   * Where times are trusted less than they were, because the clock was set back, the next scan tells them anew, as it
   * does what is young.
   */
  keepPrefix(fact: SamePrefixFact): Seen {
    this.#samePrefixes.add(fact);
    const fingerprint = this.#prefixes.get(fact.path);
    return { name: fact.path, fingerprint, newestAt: this.#scan.trusted_before - 1 };
  }

  dropUntoldBlobs(): void {
    // As many as there were, all of them the same: so there are no others, and none went.
    if (this.#samePrefixes.blobs === this.#scan.blobs) return;
    this.expectBlobs();
    if (this.#samePrefixes.dropUntold(this.#known.blobs, this.blobs)) this.#isChanged = true;
  }

  keepRepository(name: ByteString): number {
    return this.#repositories.keep(name);
  }

  replaceRepository(name: ByteString): number | undefined {
    return this.#repositories.replace(name);
  }

  dropUntoldRepositories(): void {
    if (this.#repositories.dropUntold()) this.noteChange();
  }

  wantRoots(): void {
    if (this.#areRootsWanted || !this.#isChanged) return;
    this.#areRootsWanted = true;
    this.#manifests?.wantRoots();
  }

  keepManifest(manifest: number): boolean {
    return this.#manifests?.keep(manifest) === true;
  }

  dropManifest(manifest: number): void {
    this.#manifests?.drop(manifest);
  }

  dropUnaskedManifests(): void {
    this.#manifests?.dropUnasked();
  }

  keepConfig(config: number): boolean {
    return this.#configs?.keep(config) === true;
  }

  dropConfig(config: number): void {
    this.#configs?.drop(config);
  }

  dropUnaskedConfigs(): void {
    this.#configs?.dropUnnamed();
  }

  historyLines(): DigestTable {
    // Something is told that was asked for, so all is loaded.
    return (this.#configs as KeptConfigs).lines;
  }

  unchangedSums(): Sums | undefined {
    if (this.#isChanged) return undefined;
    const stateBytes = BLOB_STATES.map((state) => this.#scan[`${state}_bytes`]);
    return { stateBytes, doSizesAgree: this.#scan.sizes_agree === 1 };
  }

  dropUnmentioned(graph: Graph): void {
    dropUnmentioned(this.#database, graph);
  }

  // The copy has its indexes and views.
  indexTags(): void {}
  indexBlobs(): void {}
}

function readTakenIds(database: Database): TakenIds {
  const highest = (table: string) =>
    Number(database.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get());
  const mediaTypes = database.prepare<[], [string, number]>('SELECT name, id FROM media_type').raw().all();
  return { tag: highest('tag'), repository: highest('repository'), mediaTypes: new Map(mediaTypes) };
}
