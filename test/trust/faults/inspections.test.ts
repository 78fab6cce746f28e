import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Inventory, VolumeError } from '../../../src/index.ts';
import { readExactBytes } from '../../../src/inspect/exact-bytes.ts';
import { inspect } from '../../../src/inspect/inspect.ts';
import { inventoryOf } from '../../support/inventory-of.ts';
import { cases } from '../../support/random-cases.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { failEachCallOf } from './fail-each-call.ts';
import { buildFaultVolume } from './fault-volumes.ts';

const dir = temporaryDirectory();
const REFERENCES = ['team/api:1', 'team/api:2', 'tagged:1'];
/** What a disk that fails may be said to have done to a blob. */
const HONEST = new Set(['unreadable', 'no-volume']);
let inventory: Inventory;

beforeEach(async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  buildFaultVolume('images', volume);
  inventory = await inventoryOf(volume.dir);
  return () => inventory.close();
});

describe('on a disk that fails at any call', { timeout: 600_000 }, () => {
  it.each(REFERENCES)('inspect says of %s what is so, or what could not be read', async (reference) => {
    const { unread: none, ...healthy } = inspect(inventory, reference);
    expect(none).toEqual([]);
    const tried = await failEachCallOf(async (hooks) => {
      const { unread, ...said } = inspect(inventory, reference, { hooks });
      const dishonest = unread.filter(({ code }) => !HONEST.has(code)).map((each) => JSON.stringify(each));
      if (unread.length > 0) return [...dishonest, ...inventions(said, healthy)];
      return JSON.stringify(said) === JSON.stringify(healthy)
        ? []
        : [`all read, and other: ${JSON.stringify(said)}`];
    });
    expect(tried).toBeGreaterThan(cases({ few: 1, many: 20 }));
  });

  it.each(['manifest', 'config'] as const)('the bytes of a %s are right, or there are none', async (of) => {
    const healthy = readExactBytes(inventory, 'tagged:1', of);
    if (!('content' in healthy)) throw new Error('There are bytes.');
    await failEachCallOf(async (hooks) => {
      try {
        const read = readExactBytes(inventory, 'tagged:1', of, { hooks });
        if ('content' in read) return read.content.equals(healthy.content) ? [] : ['other bytes'];
        return HONEST.has(read.code) ? [] : [JSON.stringify(read)];
      } catch (error) {
        if (error instanceof VolumeError) return [];
        throw error;
      }
    });
  });
});

/** What is said that is not said of the healthy disk; things may be left out, but for places in lists. */
function inventions(said: unknown, healthy: unknown, at = ''): string[] {
  if (typeof said !== 'object' || said === null)
    return said === healthy ? [] : [`${at}: ${JSON.stringify(said)} instead of ${JSON.stringify(healthy)}`];
  if (typeof healthy !== 'object' || healthy === null) return [`${at} is not there at all`];
  return Object.entries(said).flatMap(([key, value]) =>
    // What the inventory keeps of a config stands in for it.
    value === undefined || key === 'fromInventory'
      ? []
      : inventions(value, (healthy as Record<string, unknown>)[key], `${at}.${key}`),
  );
}
