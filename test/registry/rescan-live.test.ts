import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openInventory, type TakeInventoryOptions, takeInventory } from '../../src/index.ts';
import type { Hooked } from '../../src/volume/test-hooks.ts';
import { VolumeFs } from '../../src/volume/volume-fs.ts';
import { dumpInventory } from '../support/dump-inventory.ts';
import { SEED } from '../support/random-cases.ts';
import { describeLive } from './availability.ts';
import { LiveRegistry } from './live-registry.ts';
import { RandomTraffic, someOperations } from './random-traffic.ts';

const ROUNDS = 14;
// Longer than a tick of the clock that stamps files: 10 ms where a kernel ticks slowest.
const PAUSE_MS = 30;

describeLive('a rescan of a registry in use', () => {
  let registry: LiveRegistry;

  beforeEach(async () => {
    registry = await LiveRegistry.start();
  });
  afterEach(() => registry?.remove());

  it.each<[string, Partial<TakeInventoryOptions & Hooked>, number]>([
    ['that believes all times but the newest', { hooks: { clockGranularityMs: 0 } }, PAUSE_MS],
    ['that believes times 2 s older than the newest', {}, 2_100],
  ])('%s, has every row that a fresh scan has', async (_, options, pauseMs) => {
    const kept = join(registry.work, 'kept.db');
    const fresh = join(registry.work, 'fresh.db');
    const compare = async (label: string) => {
      const rescan = await scan(registry.root, kept, options);
      const scanned = await scan(registry.root, fresh, { ...options, full: true });
      expect(rescan.rows, label).toEqual(scanned.rows);
      return rescan.read / scanned.read;
    };
    const traffic = new RandomTraffic(registry);
    await traffic.begin();
    const busy: number[] = [];
    const quiet: number[] = [];
    const rounds = fc.sample(someOperations, { seed: SEED, numRuns: ROUNDS, unbiased: true });
    for (const [round, operations] of rounds.entries()) {
      const label = `STOWAGE_RANDOM_SEED=${SEED}, round ${round}: ${JSON.stringify(operations)}`;
      // Now and then all that is there grows old before something changes.
      if (round % 3 === 1) await wait(pauseMs);
      for (const operation of operations) {
        await traffic.perform(operation);
        await wait(PAUSE_MS);
      }
      busy.push(await compare(label));
      if (round % 3 === 1) quiet.push(await compare(`${label}, and nothing since`));
    }
    console.info(`rescan: ${JSON.stringify({ seed: SEED, ...traffic.done })}`);
    // It is no wonder that they agree where both read everything.
    const seed = `STOWAGE_RANDOM_SEED=${SEED}`;
    expect(busy.filter((part) => part < 0.5).length, `${seed}: ${busy}`).toBeGreaterThan(ROUNDS / 2);
    expect(Math.max(...quiet), `${seed}: ${quiet}`).toBeLessThan(0.7);
  });
});

/** Takes an inventory: its rows, and of how many repositories links were read. */
async function scan(volume: string, db: string, options: Partial<TakeInventoryOptions & Hooked>) {
  const readLink = vi.spyOn(VolumeFs.prototype, 'readLink');
  try {
    await takeInventory({ volume, db, threads: 0, settleMs: 0, ...options });
    const links = readLink.mock.calls.map(([path]) => path).filter((path) => path.endsWith('/link'));
    const read = new Set(links.map((path) => path.replace(/\/_(manifests|layers)\/.*/, ''))).size;
    const inventory = openInventory(db);
    const rows = dumpInventory(inventory);
    inventory.close();
    return { rows, read };
  } finally {
    readLink.mockRestore();
  }
}
