import { availableParallelism } from 'node:os';
import { VolumeError } from '../errors.ts';
import type { HashedBlob } from '../facts/hashed-blob.ts';
import { VerifiedStore } from '../inventory/beside/verified.ts';
import { verifiedPath } from '../inventory/beside/verified-file.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { lockInventory } from '../inventory/write/lock.ts';
import { assertOutsideVolume } from '../inventory/write/outside-volume.ts';
import type { ByteString } from '../registry/byte-string.ts';
import { newHashTally } from '../volume/hashes.ts';
import { openVolume } from '../volume/open-volume.ts';
import { isSystemError } from '../volume/system-error.ts';
import type { Hooked } from '../volume/test-hooks.ts';
import type { VolumeFs, VolumeFsOptions } from '../volume/volume-fs.ts';
import { identifyVolume, replacedDirectory } from '../volume/volume-identity.ts';
import { type Findings, FindingsGatherer } from './findings.ts';
import { HashPool } from './hash-pool.ts';
import { type SelectionOptions, selectBlobs } from './selection.ts';

/** Options of {@link verifyBlobs}. */
export interface VerifyOptions extends SelectionOptions {
  /**
   * The registry's root directory.
   * @default where the inventory was taken
   */
  readonly volume?: string;
  /**
   * Worker threads. 0 does all the work on the calling thread.
   * @default the number of processors
   */
  readonly threads?: number;
  /**
   * Leave out blobs that were found sound in this time, whoever asked.
   * @default what interrupted runs with the same selection found sound, up to 30 days ago
   */
  readonly againAfterMs?: number;
  /**
   * Leave out nothing.
   * @default false
   */
  readonly full?: boolean;
  /** Ends the run early; what is done is kept. */
  readonly signal?: AbortSignal;
  /** Told a few times a second how far the run is. */
  readonly onProgress?: (progress: VerifyProgress) => void;
}

/** How far a verification is. */
export interface VerifyProgress {
  /** What was hashed so far, parts of blobs too. */
  readonly bytes: number;
  readonly ofBytes: number;
  readonly ofBlobs: number;
}

/** What a verification found. */
export interface Verification extends Findings {
  /** Blobs left out because an earlier run found them sound. */
  readonly skipped: number;
  /** True where it was ended early. */
  readonly interrupted: boolean;
  readonly durationMs: number;
}

const PROGRESS_EVERY_MS = 200;
/** An interrupted run is taken up for so long: what was found sound before is verified again. */
const RESUME_WITHIN_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Hashes blobs and compares with their digests. Results are kept beside the inventory as they come, so that a run that
 * was killed is taken up by the next; `readVerified` gives those that are bad.
 *
 * @throws VolumeError where the volume is not there; UsageError where the inventory lies inside it or knows no such
 *   repository; LockedError, InventoryError and WriteError where results cannot be written.
 */
export async function verifyBlobs(
  inventory: Inventory,
  options: VerifyOptions & Hooked = {},
): Promise<Verification> {
  const { volume = inventory.scan.volume, hooks } = options;
  assertOutsideVolume(inventory.path, volume);
  const lock = lockInventory(verifiedPath(inventory.path), 'verification');
  try {
    const store = new VerifiedStore(inventory);
    try {
      const fs = { root: volume, ...(hooks !== undefined && { hooks }) };
      return await verifyInto(store, inventory, fs, options);
    } finally {
      store.close();
    }
  } finally {
    lock.release();
  }
}

async function verifyInto(
  store: VerifiedStore,
  inventory: Inventory,
  volume: VolumeFsOptions,
  options: VerifyOptions,
): Promise<Verification> {
  const begun = performance.now();
  const { repositories = [], newerThanMs = null, sample, threads = availableParallelism() } = options;
  // Samples need not be taken up: each begins with what was verified longest ago.
  const run = sample === undefined ? JSON.stringify([[...repositories].sort(), newerThanMs]) : undefined;
  const selection = selectBlobs(inventory, store, options, soundSince(store, run, options));
  const watched = selection.blobs === 0 ? undefined : watchVolume(volume.root);
  const findings = new FindingsGatherer();
  const tally = newHashTally();
  const pool = new HashPool(volume, threads, tally);
  const stopTelling = tellProgress(options, () => ({
    // What is read a second time counts once.
    bytes: Math.min(Number(tally[0]), selection.bytes),
    ofBytes: selection.bytes,
    ofBlobs: selection.blobs,
  }));
  let interrupted = false;
  try {
    const results = pool.hash(selection.pieces);
    for (;;) {
      const hashed = await nextUnlessAborted(results, options.signal);
      interrupted = hashed === 'aborted';
      if (hashed === 'aborted' || hashed === undefined) break;
      findings.add(hashed);
      store.add(hashed);
    }
  } finally {
    stopTelling();
    await pool.close();
    store.flush();
  }
  watched?.assertSame();
  if (run !== undefined && !interrupted) store.end(run);
  const { verified, bytes, ...lists } = findings.finish(inventory);
  const durationMs = Math.round(performance.now() - begun);
  return { verified, bytes, skipped: selection.skipped, ...lists, interrupted, durationMs };
}

/**
 * Opens the volume, and tells at the end whether it is still the same: of one that was unmounted meanwhile every blob seems
 * to be gone.
 */
function watchVolume(root: string): { assertSame(): void } {
  const fs = openVolume({ root });
  const identify = () => identifyVolume((path) => lookOrNot(fs, path));
  const before = identify();
  return {
    assertSame() {
      if (replacedDirectory(before, identify()) === undefined) return;
      throw new VolumeError(
        `What is in ${root} is not the volume any more that it was when this began: was its disk unmounted? Blobs that were found sound before are left out next time.`,
      );
    },
  };
}

function lookOrNot(fs: VolumeFs, path: ByteString) {
  try {
    return fs.look(path);
  } catch (error) {
    if (isSystemError(error)) return 'unreadable';
    throw error;
  }
}

/** The time from which on what was found sound is left out. */
function soundSince(store: VerifiedStore, run: string | undefined, options: VerifyOptions): number {
  const { againAfterMs, full = false } = options;
  const now = Date.now();
  const taken = run === undefined ? undefined : store.begin(run, now * 1000, full);
  if (full) return Infinity;
  if (againAfterMs !== undefined) return (now - againAfterMs) * 1000;
  return taken === undefined ? Infinity : Math.max(taken, (now - RESUME_WITHIN_MS) * 1000);
}

/** What comes next; undefined after the last. Work under way is not waited for when the run is ended early. */
async function nextUnlessAborted(
  results: AsyncGenerator<HashedBlob[]>,
  signal: AbortSignal | undefined,
): Promise<HashedBlob[] | 'aborted' | undefined> {
  if (signal?.aborted) return 'aborted';
  const next = results.next().then(({ value, done }) => (done === true ? undefined : value));
  if (signal === undefined) return next;
  const listening = new AbortController();
  const aborted = new Promise<'aborted'>((resolve) => {
    signal.addEventListener('abort', () => resolve('aborted'), { once: true, signal: listening.signal });
  });
  try {
    return await Promise.race([next, aborted]);
  } finally {
    listening.abort();
  }
}

function tellProgress({ onProgress }: VerifyOptions, progress: () => VerifyProgress): () => void {
  if (onProgress === undefined) return () => {};
  const timer = setInterval(() => onProgress(progress()), PROGRESS_EVERY_MS);
  return () => clearInterval(timer);
}
