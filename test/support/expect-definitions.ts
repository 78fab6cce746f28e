import { expect } from 'vitest';
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
import { inventoryOf } from './inventory-of.ts';
import { naiveModel } from './naive-model.ts';

/** Holds the answers about a volume against the definitions, recomputed naively from its files. */
export async function expectAgreement(volume: string, name = volume): Promise<void> {
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
export async function expectSameLinks(volume: string, name = volume): Promise<void> {
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
