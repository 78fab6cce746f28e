import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Abort, type GcPrediction, VolumeError } from '../../src/index.ts';
import { buildRandomVolume, randomVolume, type VolumeOp } from '../support/random-volume.ts';
import { describeLive } from './availability.ts';
import { type CollectOptions, tryGarbageCollect } from './garbage-collect.ts';
import { inventoryOfAll, outcomeOf, predict } from './predicted.ts';
import { writeConfig } from './registry-config.ts';
import { directoryForVolumes } from './work-directory.ts';

const VOLUMES = Number(process.env['STOWAGE_DIFFERENTIAL_VOLUMES'] ?? 200);
const MODES = [{ deleteUntagged: false }, { deleteUntagged: true }];
// Of damaged tags only the first is named, as a collector meets no second one.
const ROUNDS = 5;

describeLive('a prediction for 2.8.2, on random volumes', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(directoryForVolumes(), 'stowage-differential-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('is what the registry says', { timeout: 60_000 + VOLUMES * 2_000 }, async () => {
    const seen = { empty: 0, aborted: 0, ended: 0 };
    const volumes = fc.oneof({ weight: 3, arbitrary: randomVolume() }, randomVolume({ tame: true }));
    await fc.assert(
      fc.asyncProperty(volumes, async (ops) => {
        const work = mkdtempSync(join(home, 'random-'));
        for (const mode of MODES) seen[await compare(work, ops, mode)] += 1;
        rmSync(work, { recursive: true });
      }),
      { numRuns: VOLUMES },
    );
    console.info(`differential: ${JSON.stringify(seen)} of ${VOLUMES} volumes, each in both modes`);
    expect(seen.aborted).toBeGreaterThan(0);
    expect(seen.ended).toBeGreaterThan(seen.empty);
  });
});

async function compare(
  work: string,
  ops: VolumeOp[],
  mode: CollectOptions,
): Promise<'empty' | 'aborted' | 'ended'> {
  const volume = join(work, `volume-${mode.deleteUntagged}`);
  buildRandomVolume(volume, ops);
  const collect = await collectorOf(volume, mode);
  const prediction = await predictionOf(volume, mode);
  if (prediction === null) return 'empty';
  const said = await collect();
  const label = `${JSON.stringify(mode)} ${JSON.stringify(prediction.allAborts)}`;
  expect(prediction.aborts !== null, `${label} ${JSON.stringify(said)}`).toBe('aborted' in said);
  if ('aborted' in said) {
    expect(await collectWithout(volume, mode, prediction), label).toEqual(outcomeOf(prediction));
    return 'aborted';
  }
  expect(outcomeOf(prediction), label).toEqual(outcomeOf(said));
  return 'ended';
}

/** What the registry says once all that ends its run is out of the way. */
async function collectWithout(
  volume: string,
  mode: CollectOptions,
  prediction: GcPrediction,
): Promise<object> {
  const collect = await collectorOf(volume, mode);
  let { allAborts } = prediction;
  for (let round = 1; round <= ROUNDS; round++) {
    expect(allAborts, 'an abort and nothing that causes it').not.toHaveLength(0);
    for (const abort of allAborts) takeOut(volume, abort);
    const said = await collect();
    if (!('aborted' in said)) return outcomeOf(said);
    allAborts = (await predictionOf(volume, mode))?.allAborts ?? [];
  }
  throw new Error(`it still aborts, by ${JSON.stringify(allAborts)}`);
}

/** Does what a prediction tells the operator to do. */
function takeOut(volume: string, { path }: Abort): void {
  const file = join(volume, path);
  // What is there is too much; what is not is missed.
  if (existsSync(file)) rmSync(file);
  else if (!path.endsWith('/link')) mkdirSync(file, { recursive: true });
}

async function collectorOf(volume: string, mode: CollectOptions) {
  const config = `${volume}.yml`;
  await writeConfig(config, volume);
  return () => tryGarbageCollect(config, { ...mode, dryRun: true });
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
