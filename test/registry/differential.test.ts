import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Abort, type GcPrediction, VolumeError } from '../../src/index.ts';
import { holdBlobs } from '../support/freed-bytes.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { aVolume } from '../support/volume-builder.ts';
import { describeLive } from './availability.ts';
import { type CollectOptions, tryGarbageCollect } from './garbage-collect.ts';
import { ODD_VOLUMES } from './odd-volumes.ts';
import { directoriesGone, inventoryOfAll, outcomeOf, predict } from './predicted.ts';
import { writeConfig } from './registry-config.ts';
import { filesIn, isWithin } from './volume-files.ts';

const VOLUMES = cases({ few: 50, many: 200 });
const MODES = [{ deleteUntagged: false }, { deleteUntagged: true }];
// Of a repository's damaged tags only the first is named, as a collector meets no second one.
const ROUNDS = 5;

describeLive('a prediction for 2.8.2', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'stowage-differential-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const odd = Object.entries(ODD_VOLUMES).flatMap(([title, build]) =>
    MODES.map((mode) => ({ title, build, mode })),
  );
  it.each(odd)('is what the registry says of $title, $mode', async ({ build, mode }) => {
    await compare(join(home, 'odd'), (root) => build(aVolume(root)), mode);
  });

  it('is what the registry says of random volumes', { timeout: 60_000 + VOLUMES * 2_000 }, async () => {
    const seen = { empty: 0, aborted: 0, ended: 0 };
    const volumes = fc.oneof({ weight: 2, arbitrary: randomVolume() }, randomVolume({ tame: true }));
    await fc.assert(
      fc.asyncProperty(volumes, async (ops) => {
        const work = mkdtempSync(join(home, 'random-'));
        for (const mode of MODES) {
          const volume = join(work, `volume-${mode.deleteUntagged}`);
          seen[await compare(volume, (root) => buildRandomVolume(root, ops), mode)] += 1;
        }
        rmSync(work, { recursive: true });
      }),
      { numRuns: VOLUMES },
    );
    console.info(`differential: ${JSON.stringify(seen)} of ${VOLUMES} volumes, each in both modes`);
    expect(seen.aborted).toBeGreaterThan(0);
    expect(seen.ended).toBeGreaterThan(0);
  });
});

type Build = (root: string) => void;
type Said = Awaited<ReturnType<typeof tryGarbageCollect>>;

/** Holds a dry run, a real one, and a dry one without what ended the first against one prediction. */
async function compare(
  volume: string,
  build: Build,
  mode: CollectOptions,
): Promise<'empty' | 'aborted' | 'ended'> {
  build(volume);
  const prediction = await predictionOf(volume, mode);
  if (prediction === null) return 'empty';
  const said = await collect(volume, { ...mode, dryRun: true });
  const label = JSON.stringify([prediction.allAborts, said]);
  expect(prediction.aborts !== null, label).toBe('aborted' in said);
  if (!('aborted' in said)) expect(outcomeOf(prediction), label).toEqual(outcomeOf(said));
  await compareRealRun(volume, mode, prediction);
  if (!('aborted' in said)) return 'ended';
  if (prediction.deletesBeforeAbort) {
    rmSync(volume, { recursive: true });
    build(volume);
  }
  expect(await collectWithout(volume, mode, prediction), label).toEqual(outcomeOf(prediction));
  return 'aborted';
}

/** A run that ends while it marks deletes nothing, one that ends later no more than was predicted. */
async function compareRealRun(volume: string, mode: CollectOptions, prediction: GcPrediction): Promise<void> {
  const files = filesIn(volume);
  const freed = holdBlobs(volume);
  const said = await collect(volume, mode);
  const bytes = freed();
  const label = JSON.stringify([prediction.allAborts, prediction.deletionAborts, said]);
  const [abort] = [...prediction.allAborts, ...prediction.deletionAborts];
  expect(abort !== undefined, label).toBe('aborted' in said);
  const left = new Set(filesIn(volume));
  const gone = files.filter((file) => !left.has(file));
  const doomed = files.filter((file) => isWithin(file, directoriesGone(prediction)));
  if (abort === undefined) expect([gone, bytes], label).toEqual([doomed, prediction.bytes]);
  else if (prediction.aborts === null || prediction.deletesBeforeAbort)
    expect(doomed, label).toEqual(expect.arrayContaining(gone));
  else expect(gone, label).toEqual([]);
}

/** What the registry says once all that ends its run is out of the way. */
async function collectWithout(
  volume: string,
  mode: CollectOptions,
  prediction: GcPrediction,
): Promise<object> {
  let { allAborts } = prediction;
  for (let round = 1; round <= ROUNDS; round++) {
    expect(allAborts, 'an abort and nothing that causes it').not.toHaveLength(0);
    for (const abort of allAborts) takeOut(volume, abort);
    const said = await collect(volume, { ...mode, dryRun: true });
    if (!('aborted' in said)) return outcomeOf(said);
    allAborts = (await predictionOf(volume, mode))?.allAborts ?? [];
  }
  throw new Error(`it still aborts, by ${JSON.stringify(allAborts)}`);
}

/** Does what a prediction tells the operator to do. */
function takeOut(volume: string, { path }: Abort): void {
  const file = join(volume, path);
  const there = lstatSync(file, { throwIfNoEntry: false });
  const isRepository = there?.isDirectory() && existsSync(join(file, '_layers'));
  // What was named twice may be gone.
  if (there === undefined && path.endsWith('/link')) return;
  // Without _layers it is no repository, and it may hold others.
  rmSync(isRepository ? join(file, '_layers') : file, { recursive: true, force: true });
  if (there === undefined || path.endsWith('/_layers')) mkdirSync(file, { recursive: true });
}

async function collect(volume: string, options: CollectOptions): Promise<Said> {
  const config = `${volume}.yml`;
  await writeConfig(config, volume);
  return tryGarbageCollect(config, options);
}

/** Null where there is nothing in the volume. */
async function predictionOf(volume: string, mode: CollectOptions): Promise<GcPrediction | null> {
  try {
    const inventory = await inventoryOfAll(volume);
    const prediction = predict(inventory, mode);
    inventory.close();
    return prediction;
  } catch (error) {
    if (error instanceof VolumeError) return null;
    throw error;
  }
}
