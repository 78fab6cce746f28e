import { mkdirSync, rmSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Casualty, GcPrediction } from '../../src/index.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { aVolume } from '../support/volume-builder.ts';
import { describeLive } from './availability.ts';
import { CASUALTY_VOLUMES, type CasualtyVolume } from './casualty-volumes.ts';
import type { CollectOptions } from './garbage-collect.ts';
import { LiveRegistry } from './live-registry.ts';
import { directoriesGone, inventoryOfAll, outcomeOf, predict } from './predicted.ts';
import { findLost, pullTags, sortedCasualties } from './pulls.ts';
import { namesBehind, skopeoPulls } from './skopeo-pulls.ts';
import { filesIn, isWithin } from './volume-files.ts';

const VOLUMES = cases({ few: 8, many: 30 });
const MODES = [{ deleteUntagged: false }, { deleteUntagged: true }];

describeLive('what a prediction says can be pulled no more', () => {
  let registry: LiveRegistry;
  beforeAll(async () => {
    registry = await LiveRegistry.start();
  });
  afterAll(() => registry?.remove());

  const made = CASUALTY_VOLUMES.flatMap((volume) => MODES.map((mode) => ({ volume, mode })));
  it.each(made)('is what skopeo then misses: $volume.title, $mode', async ({ volume, mode }) => {
    fill(registry.root, (root) => volume.build(aVolume(root)));
    const names = namesBehind(await pullTags(registry.root, registry.client));
    const before = await skopeoPulls(registry, names, volume.copyTo);
    const { beyondSkopeo = [] } = volume;
    expect(before).toEqual(names.filter((name) => !beyondSkopeo.includes(name)));

    const { casualties } = await collect(registry, mode);
    const lost = casualties.map(nameOf);
    expect(lost.filter((name) => !name.includes('@'))).toEqual(expectedLoss(volume, mode));
    const after = await skopeoPulls(registry, before, volume.copyTo);
    expect(after).toEqual(before.filter((name) => !lost.includes(name)));
  });

  it('is what clients then miss, on random volumes', { timeout: 60_000 + VOLUMES * 5_000 }, async () => {
    let lost = 0;
    await fc.assert(
      fc.asyncProperty(randomVolume({ tame: true }), async (ops) => {
        for (const mode of MODES) {
          fill(registry.root, (root) => buildRandomVolume(root, ops));
          lost += (await collect(registry, mode)).casualties.length;
        }
      }),
      { numRuns: VOLUMES },
    );
    if (VOLUMES >= 30) expect(lost).toBeGreaterThan(0);
  });
});

/** Puts a new volume in the place of the one before it. */
function fill(root: string, build: (root: string) => void): void {
  rmSync(root, { recursive: true });
  mkdirSync(root);
  build(root);
}

/** Collects a volume for good, serves what is left, and holds it against the prediction, which it returns. */
async function collect(registry: LiveRegistry, mode: CollectOptions): Promise<GcPrediction> {
  const { root, client } = registry;
  const pulled = await pullTags(root, client);
  const inventory = await inventoryOfAll(root);
  const prediction = predict(inventory, mode);
  inventory.close();
  const files = filesIn(root);

  expect(prediction.aborts).toBeNull();
  expect(outcomeOf(prediction)).toEqual(outcomeOf(await registry.garbageCollect(mode)));
  const left = new Set(filesIn(root));
  const gone = directoriesGone(prediction);
  expect(files.filter((file) => !left.has(file))).toEqual(files.filter((file) => isWithin(file, gone)));

  await registry.restart();
  // Why one is lost is more than clients tell.
  const casualties = prediction.casualties.map(({ linkedInLayers: _, ...casualty }) => casualty);
  expect(sortedCasualties(casualties)).toEqual(await findLost(pulled, client));
  return prediction;
}

function nameOf({ repository, tag, digest }: Casualty): string {
  return tag === undefined ? `${repository}@${digest}` : `${repository}:${tag}`;
}

function expectedLoss(volume: CasualtyVolume, { deleteUntagged }: CollectOptions): string[] {
  return deleteUntagged ? volume.deleteUntagged : volume.plain;
}
