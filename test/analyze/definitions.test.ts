import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findOrphans,
  type Inventory,
  listRepositories,
  listTags,
  UsageError,
  usage,
  usageByKind,
  usageByNamespace,
  usageByPlatform,
  usageBySource,
  usageByTag,
  VolumeError,
} from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { naiveModel } from '../support/naive-model.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { recordedCases } from '../support/recorded-cases.ts';

const RANDOM_VOLUMES = cases({ few: 50, many: 300 });

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-definitions-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

describe('the inventory agrees with the definitions recomputed naively', { timeout: 300_000 }, () => {
  it('on random volumes', async () => {
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = fs.mkdtempSync(path.join(dir, 'random-'));
        buildRandomVolume(volume, ops);
        await expectAgreement(volume);
        fs.rmSync(volume, { recursive: true });
      }),
      { numRuns: RANDOM_VOLUMES },
    );
  });

  it('on random volumes, with every link read, about where unreferenced blobs came from', async () => {
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = fs.mkdtempSync(path.join(dir, 'links-'));
        buildRandomVolume(volume, ops).orphan('left-over');
        await expectSameLinks(volume);
        fs.rmSync(volume, { recursive: true });
      }),
      { numRuns: RANDOM_VOLUMES / 2 },
    );
  });

  it('on all recorded volumes', async () => {
    let cases = 0;
    for (const recorded of recordedCases(dir)) {
      cases++;
      await expectAgreement(recorded.dir, recorded.case);
      await expectSameLinks(recorded.dir, recorded.case);
    }
    expect(cases).toBe(151);
  });
});

async function expectAgreement(volume: string, name = volume): Promise<void> {
  const model = naiveModel(volume);
  let inventory: Inventory;
  try {
    inventory = await inventoryOf(volume);
  } catch (error) {
    expect(error).toBeInstanceOf(VolumeError);
    expect(model.blobs.size + model.repositories.length, name).toBe(0);
    return;
  }
  const { totals, repositories } = usage(inventory);
  expect(totals, name).toEqual(model.totals);
  expect(repositories.map(exact), name).toEqual(model.repositories.map(exact));
  const orphans = findOrphans(inventory, { untagged: true, minAgeMs: 0 });
  expect(orphans.blobs.map(({ digest, bytes, state }) => ({ digest, bytes, state }))).toEqual(
    [...model.blobs]
      .filter(([, { state }]) => state !== 'tagged')
      .map(([digest, blob]) => ({ digest, ...blob })),
  );
  expect(listRepositories(inventory), name).toEqual(model.catalog);
  for (const [repository, tags] of model.tags) {
    if (tags === null) expect(() => listTags(inventory, repository), name).toThrow(UsageError);
    else expect(listTags(inventory, repository).tags, name).toEqual(tags);
  }
  expectBalance(inventory);
  inventory.close();
}

/** A layer link of usual size that says another digest than its directory is seen only where every link is read. */
async function expectSameLinks(volume: string, name = volume): Promise<void> {
  const model = naiveModel(volume);
  const inventory = await inventoryOf(volume, { readEveryLink: true });
  const orphans = findOrphans(inventory).blobs;
  expect(orphans.map(({ digest, linkedFrom }) => [digest, linkedFrom])).toEqual([...model.linkedFrom]);
  expect(usage(inventory).totals, name).toEqual(model.totals);
  inventory.close();
}

/** The other ways to add up come to the same sums. */
function expectBalance(inventory: Inventory): void {
  const { totals, repositories } = usage(inventory);
  const { unreferencedBytes, taggedBytes, blobBytes } = totals;
  const sum = (rows: ReadonlyArray<{ fairShareBytes: number }>) =>
    rows.reduce((total, { fairShareBytes }) => total + fairShareBytes, 0);
  expect(sum(repositories) + unreferencedBytes).toBeCloseTo(blobBytes, 3);
  expect(sum(usageByNamespace(inventory).namespaces) + unreferencedBytes).toBeCloseTo(blobBytes, 3);
  expect(sum(usageByKind(inventory).kinds) + unreferencedBytes).toBeCloseTo(blobBytes, 3);
  expect(sum(usageByPlatform(inventory).platforms) + unreferencedBytes).toBeCloseTo(blobBytes, 3);
  expect(sum(usageBySource(inventory).sources) + unreferencedBytes).toBeCloseTo(blobBytes, 3);
  expect(sum(usageByTag(inventory).tags)).toBeCloseTo(taggedBytes, 3);
}

/** Sums of thirds differ in the last bit with the order in which they are added. */
function exact<Usage extends { fairShareBytes: number }>(usage: Usage): Usage {
  return { ...usage, fairShareBytes: Math.round(usage.fairShareBytes * 1000) / 1000 };
}
