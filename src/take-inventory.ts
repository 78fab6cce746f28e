import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { VolumeError, WriteError } from './errors.ts';
import type { Doubt, Source, Told } from './facts/source.ts';
import type { Fact, ProblemCode } from './facts/told.ts';
import { isDamage, isSqliteError } from './inventory/format/damage.ts';
import { assertReplaceable } from './inventory/read/reader.ts';
import { canStartFrom, type LastScan, readLastScan } from './inventory/renew/last-scan.ts';
import { lockInventory } from './inventory/write/lock.ts';
import { assertOutsideVolume } from './inventory/write/outside-volume.ts';
import { InventoryWriter } from './inventory/write/writer.ts';
import { Scan } from './scan/scan.ts';
import { stowageVersion } from './version.ts';
import type { Hooked } from './volume/test-hooks.ts';

/** Options of {@link takeInventory}. */
export interface TakeInventoryOptions {
  /** The registry's root directory: one that `findVolumes` gave. */
  readonly volume: string;
  /** Where the inventory goes. It may not lie inside the volume. */
  readonly db: string;
  /**
   * Worker threads. 0 does all the work on the calling thread.
   * @default as many as the disk keeps busy by how fast it answers: the number of processors, or up to 16
   */
  readonly threads?: number;
  /**
   * How long to wait before looking again at what seems damaged and was touched in the last minute; 0 looks once.
   * @default 2000
   */
  readonly settleMs?: number;
  /**
   * Follow symlinks that lead out of the volume, as the registry does.
   * @default true
   */
  readonly follow?: boolean;
  /**
   * Read every layer link and list every directory, not only the unusual ones.
   * @default false
   */
  readonly readEveryLink?: boolean;
  /**
   * Read everything again, whatever the last inventory says. Without it, what stat shows to be the same is not read.
   * @default false
   */
  readonly full?: boolean;
  /** Whether it is a pull-through cache. @default what was said of it when it was last scanned into this inventory */
  readonly cache?: boolean;
  /** Told now and then how far the scan is. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

/** How far a scan is. */
export interface ScanProgress {
  readonly step: 'blobs' | 'repositories' | 'manifests' | 'second look' | 'accounts';
  readonly blobs: number;
  readonly repositories: number;
  readonly manifests: number;
}

/** How long ago something was touched to be worth a second look. */
const LATELY_MS = 60_000;

/** Problems behind which blobs and repositories may be: a volume with one of them is not known to be empty. */
const HIDING = new Set<ProblemCode>(['unreadable', 'not-followed', 'symlink-dangling']);

/**
 * Reads a volume into an inventory: the one way from the one to the other. The last inventory stays as it was until
 * the new one is whole.
 *
 * @throws VolumeError where there is nothing in the volume; UsageError where the inventory would lie inside it;
 *   LockedError, InventoryError and WriteError where the inventory cannot be written.
 */
export async function takeInventory(options: TakeInventoryOptions & Hooked): Promise<void> {
  const db = path.resolve(options.db);
  assertOutsideVolume(db, options.volume);
  assertReplaceable(db);
  const lock = lockInventory(db);
  try {
    await scanInto(db, options);
  } finally {
    lock.release();
  }
}

async function scanInto(db: string, options: TakeInventoryOptions & Hooked): Promise<void> {
  const mayStart = options.full !== true && options.readEveryLink !== true;
  const last = readLastScan(db, options.volume);
  const startsFromLast = mayStart && last !== undefined && canStartFrom(last, stowageVersion());
  try {
    await runScan(db, options, last, startsFromLast);
  } catch (error) {
    // A page of the last inventory that nobody has read for long may be damaged: then it is of no use.
    if (!startsFromLast || !isDamage(error)) throw asWriteError(db, error);
    await runScan(db, options, last, false).catch((second: unknown) => {
      throw asWriteError(db, second);
    });
  }
}

async function runScan(
  db: string,
  options: TakeInventoryOptions & Hooked,
  last: LastScan | undefined,
  startsFromLast: boolean,
): Promise<void> {
  const startedAt = Date.now();
  const begun = performance.now();
  const readsEveryLink = options.readEveryLink ?? false;
  const { volume, follow, hooks } = options;
  const writer = new InventoryWriter(db, startsFromLast);
  const scan = new Scan({
    volume: {
      root: volume,
      ...(follow !== undefined && { follow }),
      ...(hooks !== undefined && { hooks }),
    },
    rules: { readEveryLink: readsEveryLink },
    threads: options.threads,
    trust: writer.trust,
  });
  try {
    const run = new ScanRun(scan, writer, options);
    await run.read(startedAt);
    if (run.isEmpty) throw new VolumeError(`${volume} holds no blob and no repository: is the disk mounted?`);
    run.tell('accounts');
    writer.finish({
      volume,
      stowageVersion: stowageVersion(),
      scannedAt: startedAt * 1000,
      newestAt: run.newestAt,
      trustedBefore: scan.trustedBefore(startedAt * 1000, run.newestAt, hooks?.clockGranularityMs ?? 2000),
      readsEveryLink,
      before: last,
      saidCache: options.cache ?? last?.saidCache,
      durationMs: () => performance.now() - begun,
    });
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    await scan.close();
  }
}

/** One scan under way: takes what the scan yields to the writer, and asks for more until nothing is open. */
class ScanRun {
  readonly #scan: Source;
  readonly #writer: InventoryWriter;
  readonly #options: TakeInventoryOptions;
  readonly #counts = { blobs: 0, repositories: 0, manifests: 0, hidden: 0 };
  readonly #doubts: Doubt[] = [];
  newestAt = 0;

  constructor(scan: Source, writer: InventoryWriter, options: TakeInventoryOptions) {
    this.#scan = scan;
    this.#writer = writer;
    this.#options = options;
  }

  get isEmpty(): boolean {
    const { blobs, repositories, hidden } = this.#counts;
    return blobs === 0 && repositories === 0 && hidden === 0;
  }

  async read(startedAtMs: number): Promise<void> {
    await this.#take('blobs', this.#scan.blobs());
    await this.#take('repositories', this.#scan.repositories());
    await this.#readManifests();
    await this.#readLateBlobs();
    await this.#settleDoubts(startedAtMs);
    // What a second look brought may lead to more that is in doubt, and that to more manifests.
    do {
      this.#acceptDoubts(this.#doubts.splice(0));
      await this.#readManifests();
      await this.#readLateBlobs();
    } while (this.#doubts.length > 0);
  }

  tell(step: ScanProgress['step']): void {
    this.#options.onProgress?.({ step, ...this.#counts });
  }

  async #readManifests(): Promise<void> {
    const take = () => this.#writer.takeWantedManifests(this.#scan.capacity);
    for (let wanted = take(); wanted !== undefined; wanted = take()) {
      await this.#take('manifests', this.#scan.manifests(wanted));
    }
  }

  /**
   * A push may have brought blobs after their prefix was listed, and then the link that leads to them: the manifest,
   * and through it its config and layers.
   */
  async #readLateBlobs(): Promise<void> {
    for (let missing = this.#writer.takeMissingBlobs(); missing.length > 0; ) {
      await this.#take('manifests', this.#scan.namedBlobs(missing));
      await this.#readManifests();
      missing = this.#writer.takeMissingBlobs();
    }
  }

  /** Looks again at what may be a write in progress; the rest of what is in doubt is damage. */
  async #settleDoubts(startedAtMs: number): Promise<void> {
    const settleMs = this.#options.settleMs ?? 2000;
    const doubts = this.#doubts.splice(0);
    const newSince = Math.min(startedAtMs * 1000, this.newestAt) - LATELY_MS * 1000;
    const late = settleMs === 0 ? [] : doubts.filter(({ modifiedAt }) => modifiedAt >= newSince);
    const settled = new Set(late);
    this.#acceptDoubts(doubts.filter((doubt) => !settled.has(doubt)));
    if (late.length === 0) return;
    this.tell('second look');
    await wait(settleMs);
    for await (const facts of this.#scan.confirm(late)) this.#takeFacts(facts);
  }

  #acceptDoubts(doubts: readonly Doubt[]): void {
    for (const doubt of doubts) this.#takeFacts(doubt.facts);
  }

  async #take(step: ScanProgress['step'], batches: AsyncIterable<Told>): Promise<void> {
    for await (const batch of batches) {
      this.#takeBatch(batch);
      this.tell(step);
    }
  }

  #takeBatch(batch: Told): void {
    this.newestAt = Math.max(this.newestAt, batch.newest);
    for (const doubt of batch.doubts) this.#doubts.push(doubt);
    this.#takeFacts(batch.facts);
  }

  #takeFacts(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (fact.fact === 'blobs') this.#counts.blobs += fact.bytes.length;
      else if (fact.fact === 'repository' || fact.fact === 'same-repository') this.#counts.repositories++;
      else if (fact.fact === 'manifests') this.#counts.manifests += fact.forms.length;
      else if (fact.fact === 'problem' && HIDING.has(fact.code)) this.#counts.hidden++;
      else if (fact.fact === 'same-prefix') this.#counts.blobs += fact.blobs;
    }
    this.#writer.add(facts);
  }
}

function asWriteError(db: string, error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  return new WriteError(`Could not write ${db}: ${error.message}`, { cause: error });
}
