import { rmSync } from 'node:fs';
import type { Asked } from '../../facts/asked.ts';
import type { Fingerprints } from '../../facts/fingerprints.ts';
import type { Fact } from '../../facts/told.ts';
import { packColumns } from '../format/packed-columns.ts';
import type { Database } from '../format/sqlite.ts';
import { Known } from '../ids/known.ts';
import { addAliases } from '../read/aliases.ts';
import { loadRoots } from '../read/load-roots.ts';
import { FreshInventory } from '../renew/fresh-inventory.ts';
import type { Renewal, Sums } from '../renew/renewal.ts';
import { RenewedInventory } from '../renew/renewed-inventory.ts';
import { computeAccounts } from './accounts.ts';
import { compareAliasSizes, findAliases, writeAliases } from './aliases.ts';
import { OpenQuestions } from './asked.ts';
import { FactWriter } from './fact-writer.ts';
import { tellKanikoCaches } from './kaniko-cache.ts';
import { publish, temporaryPath } from './publish.ts';
import { writeRepositories, writeUploadBytes } from './repository-sums.ts';
import { flushRows, prepareRows, type Rows } from './rows.ts';
import { type ScanFacts, writeScanRow } from './scan-row.ts';
import type { FindTag } from './tag-writer.ts';
import { beginTemporary } from './temporary-inventory.ts';

/** How an inventory is written. */
export interface WriterOptions {
  /** Then the inventory at its path must be one of this version. */
  readonly startsFromLast: boolean;
  /** Whether configs of images are asked for; where they are not, those that the last inventory knows stay known. */
  readonly readsConfigs: boolean;
}

/**
 * Builds an inventory beside its final name: a new one, or a copy of the last one that is changed to what is true now.
 * Takes facts and asks for more until nothing is open; then `finish` puts it in its place, before which nothing is seen
 * of it. `abandon` leaves no trace. The caller holds the lock.
 */
export class InventoryWriter {
  /** What the scan need not read again. */
  readonly fingerprints: Fingerprints | undefined;
  readonly #path: string;
  readonly #database: Database;
  readonly #known = new Known();
  readonly #renewal: Renewal;
  readonly #rows: Rows;
  readonly #facts: FactWriter;
  readonly #questions: OpenQuestions;

  constructor(path: string, { startsFromLast, readsConfigs }: WriterOptions) {
    this.#path = path;
    this.#database = beginTemporary(path, startsFromLast);
    this.#database.exec('BEGIN');
    this.#renewal = startsFromLast
      ? new RenewedInventory(this.#database, this.#known, readsConfigs)
      : new FreshInventory(this.#database);
    this.fingerprints = this.#renewal.fingerprints;
    this.#rows = prepareRows(this.#database);
    this.#facts = new FactWriter(this.#rows, this.#tagFinder(), this.#known, this.#renewal);
    this.#questions = new OpenQuestions(this.#known, this.#renewal, readsConfigs);
  }

  add(facts: readonly Fact[]): void {
    for (const fact of facts) this.#facts.add(fact);
  }

  /**
   * What the scan is to read next, in `parts` parts or more: asked again, after what it led to was added, until it is
   * undefined. Each thing is asked for once.
   */
  asked(parts: number): Asked | undefined {
    flushRows(this.#rows);
    this.#renewal.wantRoots();
    return this.#questions.next(parts);
  }

  /**
   * Computes the accounts, writes what waited for them, and puts the inventory in its place. Gives true where nothing was
   * told of tags, revisions, manifests and blobs that the last inventory does not have.
   */
  finish(scan: ScanFacts): boolean {
    const { blobs, files, hasCacheState } = this.#facts;
    flushRows(this.#rows);
    this.#renewal.indexTags();
    const otherFiles = files.sum((file) => this.#known.blobs.hasFile(file));
    writeUploadBytes(this.#database, otherFiles.uploads);
    const unchanged = this.#renewal.unchangedSums();
    const sums = unchanged ?? this.#writeAccounts(scan.trustedBefore);
    blobs.writePrefixes(this.#rows, scan.trustedBefore);
    flushRows(this.#rows);
    this.#renewal.indexBlobs();
    writeScanRow(this.#database, scan, { ...sums, hasCacheState, otherFiles });
    this.#database.exec('COMMIT');
    this.#database.close();
    publish(this.#path);
    return unchanged !== undefined;
  }

  abandon(): void {
    this.#database.close();
    rmSync(temporaryPath(this.#path), { force: true });
  }

  /** Writes states and sums. */
  #writeAccounts(notSince: number): Sums {
    const { blobs, repositories } = this.#facts;
    const { graph, sizes } = this.#known;
    this.#renewal.dropUnaskedManifests();
    this.#renewal.dropUnaskedConfigs();
    tellKanikoCaches(this.#database);
    packColumns(this.#database, graph);
    loadRoots(this.#database, graph);
    this.#writeAliases();
    blobs.findSymlinked();
    const accounts = computeAccounts(graph, this.#known.blobs, repositories.highest);
    blobs.write(this.#rows, accounts, this.#renewal.blobs, this.#database);
    flushRows(this.#rows);
    writeRepositories(this.#database, accounts, repositories.read, notSince);
    this.#renewal.dropUnmentioned(graph);
    return { stateBytes: accounts.stateBytes, doSizesAgree: sizes.doAgree };
  }

  /** Writes what is another name of what, which is known when all layer links are. */
  #writeAliases(): void {
    const { blobs, graph, sizes } = this.#known;
    const aliases = findAliases(this.#database, blobs.digests);
    writeAliases(this.#database, aliases);
    addAliases(graph, aliases);
    if (aliases.size > 0) compareAliasSizes(this.#database, sizes);
  }

  /** A tag may be looked up before its row is written. */
  #tagFinder(): FindTag {
    const find = this.#database
      .prepare<[number, string | Buffer], number>('SELECT id FROM tag WHERE repository_id = ? AND name = ?')
      .pluck();
    return (repository, name) => {
      this.#rows.tag.flush();
      return find.get(repository, name);
    };
  }
}
