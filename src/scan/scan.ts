import type { WantedManifests } from '../facts/asked.ts';
import type { Fingerprints } from '../facts/fingerprints.ts';
import type { FileSystemSpace, Source } from '../facts/source.ts';
import type { Fact } from '../facts/told.ts';
import type { ByteString } from '../registry/byte-string.ts';
import type { DigestList } from '../registry/digest-list.ts';
import { BLOBS } from '../registry/layout.ts';
import type { TakePart } from '../volume/threads/serve-units.ts';
import { WorkPool } from '../volume/threads/work-pool.ts';
import { VolumeFs, type VolumeFsOptions } from '../volume/volume-fs.ts';
import type { Batch } from './batch.ts';
import { BlobChanges } from './blob-changes.ts';
import { confirmDoubts } from './doubts/confirm-doubts.ts';
import type { ScanDoubt, SecondLook } from './doubts/doubt.ts';
import { Gatherer } from './gatherer.ts';
import { findPrefixes, prefixPath } from './readers/blobs.ts';
import type { FoundRepository, TreeDirectory } from './readers/found.ts';
import type { LastSeen } from './readers/repository.ts';
import { TREE_ROOT } from './readers/tree.ts';
import type { ReadingRules } from './reading-rules.ts';
import { trustedBefore } from './rescan/trusted-time.ts';
import { SameVolume } from './same-volume.ts';
import { chooseThreads } from './threads/thread-count.ts';
import type { Unit, UnitSetup } from './threads/units.ts';

/** Options of a {@link Scan}. */
export interface ScanOptions {
  readonly volume: VolumeFsOptions;
  readonly rules: ReadingRules;
  /** Worker threads; 0 does the work on the calling thread; as many as the disk can keep busy where it is undefined. */
  readonly threads: number | undefined;
}

/** Directories of the tree, repositories and second looks that make up one unit of work. */
const DIRECTORIES_PER_UNIT = 64;
const REPOSITORIES_PER_UNIT = 25;
const LOOKS_PER_UNIT = 200;
/**
 * In so many units at least work is shared out, where there is so much: enough for eight threads, and the same for any
 * number of them, because the order of facts is that of units and an inventory's bytes that of facts.
 */
const LEAST_UNITS = 24;

/**
 * Reads a volume in steps whose order makes it safe on a live registry: blobs are listed before anything that refers
 * to them is read, so that a push during the scan cannot make a false orphan.
 */
export class Scan implements Source {
  readonly #pool: WorkPool<Unit, Batch>;
  readonly #local: VolumeFs;
  readonly #rules: ReadingRules;
  #sameVolume: SameVolume | undefined;
  #blobChanges: BlobChanges | undefined;
  #timesInodes = false;

  constructor(options: ScanOptions) {
    const { volume, rules } = options;
    this.#rules = rules;
    this.#local = new VolumeFs(volume);
    const work = {
      module: new URL('./threads/worker.js', import.meta.url),
      setup: { volume, rules } satisfies UnitSetup,
      performHere: async () => {
        const { performUnit } = await import('./threads/units.ts');
        const volumeFs = new VolumeFs(volume);
        return (unit: Unit, give: TakePart<Batch>) => performUnit(volumeFs, rules, unit, give);
      },
    };
    this.#pool = new WorkPool(work, options.threads ?? chooseThreads(this.#local));
  }

  /** Every blob's stat; of directories in which all are as they were, only that. */
  async *blobs(fingerprints: Fingerprints | undefined): AsyncGenerator<Batch> {
    const gatherer = new Gatherer(this.#local, this.#rules);
    this.#sameVolume = new SameVolume(gatherer);
    const prefixes = findPrefixes(gatherer);
    this.#blobChanges = new BlobChanges(gatherer, prefixes.map(prefixPath));
    yield gatherer.finish();
    const units = prefixes.map((prefix): Unit => {
      const last = fingerprints?.prefixes.get(prefixPath(prefix));
      return { unit: 'prefix', prefix, last };
    });
    // More under way on a rescan, because the writer loads the last inventory meanwhile.
    const batches = this.#pool.runInOrder(units, this.#pool.capacity * (fingerprints === undefined ? 1 : 8));
    for await (const batch of batches) {
      if (batch.timesInodes === true) this.#timesInodes = true;
      yield batch;
    }
    yield told({ fact: 'blobs-listed' });
  }

  /** Everything but blobs: repositories with their links and uploads, and what lies around. */
  async *repositories(fingerprints: Fingerprints | undefined): AsyncGenerator<Batch> {
    yield* this.#pool.runInOrder([{ unit: 'surroundings' }]);
    const repositories: FoundRepository[] = [];
    let directories: TreeDirectory[] = [TREE_ROOT];
    while (directories.length > 0) {
      const size = shareOf(directories.length, DIRECTORIES_PER_UNIT);
      const units = chunks(directories, size).map((chunk): Unit => ({ unit: 'tree', directories: chunk }));
      directories = [];
      for await (const batch of this.#pool.runInOrder(units)) {
        repositories.push(...(batch.found?.repositories ?? []));
        directories.push(...(batch.found?.directories ?? []));
        yield batch;
      }
    }
    const size = shareOf(repositories.length, REPOSITORIES_PER_UNIT);
    const units = mapUnits(
      chunks(repositories, size),
      (chunk): Unit => ({
        unit: 'repositories',
        repositories: chunk,
        last: chunk.map(({ name }) => lastSeen(fingerprints, name)),
      }),
    );
    yield* this.#pool.runInOrder(units);
    yield told({ fact: 'repositories-listed' });
  }

  /** The manifests asked for. */
  manifests(wanted: Iterable<WantedManifests>): AsyncGenerator<Batch> {
    return this.#pool.runInOrder(mapUnits(wanted, (each) => ({ unit: 'manifests', wanted: each })));
  }

  /** The configs of images asked for. */
  configs(lists: readonly DigestList[]): AsyncGenerator<Batch> {
    return this.#pool.runInOrder(lists.map((digests): Unit => ({ unit: 'configs', digests })));
  }

  /** Blobs that are named one by one: those that something refers to and that were not listed may have come since. */
  namedBlobs(lists: readonly DigestList[]): AsyncGenerator<Batch> {
    return this.#pool.runInOrder(lists.map((digests): Unit => ({ unit: 'blobs', digests })));
  }

  space(): FileSystemSpace | undefined {
    return this.#local.space(BLOBS);
  }

  readonly leastParts = LEAST_UNITS;

  /** Looks again at what was in doubt: see {@link confirmDoubts}. */
  confirm(doubts: readonly ScanDoubt[]): AsyncGenerator<Fact[]> {
    return confirmDoubts(doubts, (looks) => this.#lookAgain(looks));
  }

  #lookAgain(looks: readonly SecondLook[]): AsyncGenerator<Batch> {
    return this.#pool.runInOrder(
      chunks(looks, LOOKS_PER_UNIT).map((chunk): Unit => ({ unit: 'looks', looks: chunk })),
    );
  }

  /** Tells where the volume is another than at the beginning, and in how many places it changed. */
  async *end(): AsyncGenerator<Batch> {
    const gatherer = new Gatherer(this.#local, this.#rules);
    this.#sameVolume?.compare(gatherer);
    const changedDirectories = this.#blobChanges?.count(gatherer) ?? 0;
    yield { ...gatherer.finish(), changedDirectories };
  }

  /** Since when times of the volume are not trusted: see {@link trustedBefore}. */
  trustedBefore(scannedAt: number, newestAt: number, granularityMs: number): number {
    return trustedBefore({
      fileSystem: this.#local.fileSystemType() ?? 0,
      timesInodes: this.#timesInodes,
      scannedAt,
      newestAt,
      granularityMs,
    });
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

/** How many of `things` make up a unit: `most` at most. */
function shareOf(things: number, most: number): number {
  return Math.max(1, Math.min(most, Math.ceil(things / LEAST_UNITS)));
}

function lastSeen(fingerprints: Fingerprints | undefined, repository: ByteString): LastSeen | undefined {
  const fingerprint = fingerprints?.repositories.get(repository);
  if (fingerprints === undefined || fingerprint === undefined) return undefined;
  return { fingerprint, histories: fingerprints.historiesOf(repository) };
}

/** What the scan itself tells. */
function told(fact: Fact): Batch {
  return { facts: [fact], doubts: [], newest: 0 };
}

function* mapUnits<T>(items: Iterable<T>, toUnit: (item: T) => Unit): Generator<Unit> {
  for (const item of items) yield toUnit(item);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let at = 0; at < items.length; at += size) result.push(items.slice(at, at + size));
  return result;
}
