import { randomUUID } from 'node:crypto';
import { VolumeError, WriteError } from './errors.ts';
import type { Source } from './facts/source.ts';
import { isDamage, isSqliteError } from './inventory/format/damage.ts';
import { canStartFrom, type LastScan, readLastScan } from './inventory/renew/last-scan.ts';
import { InventoryWriter } from './inventory/write/writer.ts';
import { Scan } from './scan/scan.ts';
import { type ScanProgress, ScanRun } from './scan-run.ts';
import { stowageVersion } from './version.ts';
import type { Hooked } from './volume/test-hooks.ts';

/** Options of {@link scanInto}. */
export interface ScanOptions {
  /** The registry's root directory: one that `findVolumes` gave. */
  readonly volume: string;
  /**
   * Worker threads. 0 does all the work on the calling thread.
   * @default as many as the disk keeps busy by how fast it answers: the number of processors, or up to 8
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
  /**
   * Read the configs of images that were not read before. Without it, those that the last inventory knows stay known.
   * @default true
   */
  readonly configs?: boolean;
  /** Whether it is a pull-through cache. @default what was said of it when it was last scanned into this inventory */
  readonly cache?: boolean;
  /** Told now and then how far the scan is. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

/** What came of a scan besides its inventory. */
interface Scanned {
  /** Whether the volume is as the last inventory says. */
  readonly isUnchanged: boolean;
  /** In how many of the directories of blobs some came or went while the volume was read. */
  readonly changedDirectories: number;
}

/**
 * Reads a volume into an inventory, and puts it where the last one stood, from which it starts. The caller holds the lock.
 *
 * @throws VolumeError where there is nothing in the volume; WriteError where the inventory cannot be written.
 */
export async function scanInto(db: string, options: ScanOptions & Hooked): Promise<Scanned> {
  const mayStart = options.full !== true && options.readEveryLink !== true;
  const last = readLastScan(db, options.volume);
  const startsFromLast = mayStart && last !== undefined && canStartFrom(last, stowageVersion());
  try {
    return await runScan(db, options, last, startsFromLast);
  } catch (error) {
    // A page of the last inventory that nobody has read for long may be damaged: then it is of no use.
    if (!startsFromLast || !isDamage(error)) throw asWriteError(db, error);
    return await runScan(db, options, last, false).catch((second: unknown) => {
      throw asWriteError(db, second);
    });
  }
}

async function runScan(
  db: string,
  options: ScanOptions & Hooked,
  last: LastScan | undefined,
  startsFromLast: boolean,
): Promise<Scanned> {
  const { volume, follow, hooks, readEveryLink = false } = options;
  const begun = { at: hooks?.scan?.beganAtMs ?? Date.now(), timer: performance.now(), last };
  // Made before the writer, so that its threads start while SQLite opens the inventory.
  const scan = new Scan({
    volume: {
      root: volume,
      ...(follow !== undefined && { follow }),
      ...(hooks !== undefined && { hooks }),
    },
    rules: { readEveryLink },
    threads: options.threads,
  });
  try {
    return await write(
      scan,
      new InventoryWriter(db, { startsFromLast, readsConfigs: options.configs ?? true }),
      options,
      begun,
    );
  } finally {
    await scan.close();
  }
}

/** When a scan began, and what there was before it. */
interface Beginning {
  readonly at: number;
  readonly timer: number;
  readonly last: LastScan | undefined;
}

async function write(
  source: Source,
  writer: InventoryWriter,
  options: ScanOptions & Hooked,
  begun: Beginning,
): Promise<Scanned> {
  const { volume, hooks, settleMs = 2000, onProgress } = options;
  try {
    const run = new ScanRun(source, writer, { settleMs, onProgress });
    await run.read(begun.at);
    if (run.isEmpty) throw new VolumeError(`${volume} holds no blob and no repository: is the disk mounted?`);
    run.tell('accounts');
    const scannedAt = begun.at * 1000;
    const isUnchanged = writer.finish({
      id: hooks?.scan?.id ?? randomUUID(),
      volume,
      stowageVersion: stowageVersion(),
      scannedAt,
      newestAt: run.newestAt,
      trustedBefore: source.trustedBefore(scannedAt, run.newestAt, hooks?.clockGranularityMs ?? 2000),
      readsEveryLink: options.readEveryLink ?? false,
      readsConfigs: options.configs ?? true,
      before: begun.last,
      saidCache: options.cache ?? begun.last?.saidCache,
      space: hooks?.scan === undefined ? source.space() : undefined,
      durationMs: () => hooks?.scan?.durationMs ?? performance.now() - begun.timer,
    });
    return { isUnchanged, changedDirectories: run.changedDirectories };
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

function asWriteError(db: string, error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  return new WriteError(`Could not write ${db}: ${error.message}`, { cause: error });
}
