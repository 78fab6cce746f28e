import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Inventory, verifyBlobs } from '../../../src/index.ts';
import { readVerified } from '../../../src/inventory/beside/verified.ts';
import { verifiedPath } from '../../../src/inventory/beside/verified-file.ts';
import type { TestHooks } from '../../../src/volume/test-hooks.ts';
import { CallCounter } from '../../support/call-counter.ts';
import { inventoryOf } from '../../support/inventory-of.ts';
import { cases } from '../../support/random-cases.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { failEachCallOf } from './fail-each-call.ts';
import { buildFaultVolume } from './fault-volumes.ts';

const dir = temporaryDirectory();
let inventory: Inventory;

beforeEach(async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  buildFaultVolume('images', volume);
  inventory = await inventoryOf(volume.dir);
  return () => inventory.close();
});

it('a verification of a disk that fails at any call calls no blob damaged or gone', {
  timeout: 600_000,
}, async () => {
  const { verified: blobs } = await verify({});
  const tried = await failEachCallOf(async (hooks) => {
    const { verified, mismatches, missing, bad, unreadable } = await verify(hooks);
    return [
      ...mismatches.map(({ path: at }) => `damaged: ${at}`),
      ...bad.map(({ digest }) => `kept as damaged: ${digest}`),
      ...missing.map(({ path: at }) => `gone: ${at}`),
      ...(verified + unreadable.length === blobs
        ? []
        : [`${verified} of ${blobs}, ${unreadable.length} unreadable`]),
    ];
  });
  expect(tried).toBeGreaterThan(cases({ few: 10, many: 200 }));
});

describe('what is a blob to a verification', () => {
  it('that its directory names, and the disk has not: unreadable', async () => {
    const { missing, unreadable } = await verify({ fault: { call: 1, code: 'ENOENT', sticky: 'path' } });
    expect(missing).toEqual([]);
    expect(unreadable).toMatchObject([{ detail: 'ENOENT' }]);
  });

  it('of a volume that is unmounted meanwhile: nothing, and no blob is called gone', async () => {
    const { volume } = inventory.scan;
    const counter = new CallCounter();
    const unmounting = {
      code: 'EIO' as const,
      get call() {
        if (counter.calls === 10) {
          fs.renameSync(volume, `${volume} elsewhere`);
          fs.mkdirSync(volume);
        }
        return counter.call;
      },
    };
    await expect(verify({ fault: unmounting })).rejects.toThrow('was its disk unmounted?');
  });
});

async function verify(hooks: TestHooks) {
  fs.rmSync(verifiedPath(inventory.path), { force: true });
  const verification = await verifyBlobs(inventory, { threads: 0, hooks });
  return { ...verification, bad: readVerified(inventory) };
}
