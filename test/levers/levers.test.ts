import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask, type Inventory, UsageError } from '../../src/index.ts';
import { findLevers } from '../../src/levers/find-levers.ts';
import type { Lever } from '../../src/levers/lever.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { cases, SEED } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = temporaryDirectory();

const RULES = {
  untagged: { untaggedOnly: true },
  'keep-last': { keepLast: 10 },
  'older-than': { olderThan: 90 * 24 * 60 * 60 * 1000 },
} as const;

/** What a command says that a lever stands for; undefined where it refuses. */
async function toldBy<Told>(command: () => Promise<Told>): Promise<Told | undefined> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The lever of a kind for a family; undefined where it frees nothing or is none. */
function leverOf(levers: readonly Lever[], kind: Lever['lever'], family: string): Lever | undefined {
  return levers.find(({ lever, families }) => lever === kind && families.some((each) => each === family));
}

async function expectAsCommandsSay(inventory: Inventory): Promise<void> {
  const levers = findLevers(inventory);
  for (const family of ['2.7-2.8', '3.x'] as const) {
    for (const deleteUntagged of [false, true]) {
      const gc = await toldBy(() => ask.gc(inventory, { registry: family, deleteUntagged }));
      const lever = leverOf(levers, deleteUntagged ? 'delete-untagged' : 'collection', family);
      if (lever === undefined || gc === undefined || !('bytes' in gc)) continue;
      const tags = gc.casualties.filter(({ tag }) => tag !== undefined).length;
      expect([lever.bytes, lever.breaksTags]).toEqual([gc.bytes, tags]);
      expect(lever.aborts ?? null).toEqual(gc.aborts ?? gc.deletionAborts[0] ?? null);
      expect(lever.undetermined).toBe(gc.undetermined);
    }
    for (const [kind, options] of Object.entries(RULES)) {
      const plan = await toldBy(() => ask.plan(inventory, { registry: family, ...options }));
      const lever = leverOf(levers, kind as Lever['lever'], family);
      const freed = plan !== undefined && 'freed' in plan ? plan.freed.bytes : 0;
      expect({ kind, bytes: lever?.bytes ?? 0 }).toEqual({ kind, bytes: freed });
    }
  }
}

describe('levers', () => {
  it('say what the commands say that they name', { timeout: 300_000 }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = path.join(dir(), `volume-${run++}`);
        buildRandomVolume(volume, ops);
        const inventory = await inventoryOf(volume);
        try {
          await expectAsCommandsSay(inventory);
        } finally {
          inventory.close();
        }
      }),
      { numRuns: cases({ few: 25, many: 150 }), seed: SEED },
    );
  });

  it('are what makes room, with what it breaks', async () => {
    const volume = aVolume(path.join(dir(), 'volume')).at('2020-01-05T08:00:00Z');
    const app = volume.repository('app');
    app.image({ layers: ['base', 'old'], tag: '1' });
    app.image({ layers: ['base', 'untagged'], label: 'untagged' });
    volume.orphan('orphan');
    const inventory = await inventoryOf(volume.dir);
    const levers = findLevers(inventory).map(({ lever, count, breaksTags }) => [lever, count, breaksTags]);
    inventory.close();
    expect(levers).toEqual([
      ['collection', 1, 0],
      ['delete-untagged', 4, 0],
      ['untagged', 1, 0],
      ['older-than', 1, 0],
    ]);
  });

  it('are none of a cache but for files that are left', async () => {
    const volume = aVolume(path.join(dir(), 'volume')).at('2020-01-05T08:00:00Z');
    volume.repository('app').image({ layers: ['base'], tag: '1' });
    volume.orphan('orphan');
    volume.writeFileAt('scheduler-state.json', '{}');
    const inventory = await inventoryOf(volume.dir);
    expect(findLevers(inventory)).toEqual([]);
    inventory.close();
  });
});
