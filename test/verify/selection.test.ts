import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Inventory, type Verification, type VerifyOptions, verifyBlobs } from '../../src/index.ts';
import { verifiedPath } from '../../src/inventory/beside/verified-file.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { results } from './results.ts';

const dir = temporaryDirectory();

let volume: VolumeBuilder;
beforeEach(() => {
  volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05');
});

async function verify(options: VerifyOptions = {}): Promise<Verification> {
  return withInventory((inventory) => verifyBlobs(inventory, { threads: 0, ...options }));
}

async function withInventory<T>(act: (inventory: Inventory) => Promise<T>): Promise<T> {
  const inventory = await inventoryOf(volume.dir);
  try {
    return await act(inventory);
  } finally {
    inventory.close();
  }
}

/** The digests of what was verified so far. */
const verified = () => results(verifiedPath(`${volume.dir}.db`)).map(({ digest }) => digest);

describe('of one repository', () => {
  beforeEach(() => {
    const api = volume.repository('team/api');
    api.image({ layers: ['shared', 'old'], tag: '1' }).image({ layers: ['shared', 'new'], tag: '2' });
    api.image({ layers: ['untagged'] });
    volume.repository('team/web').image({ layers: ['shared', 'web'], tag: '1' });
    volume.orphan('orphan');
  });
  const layers = (...names: string[]) => names.map((name) => layerDigest(name)).sort();
  const verifiedLayers = () => {
    const all = layers('shared', 'old', 'new', 'untagged', 'web');
    return verified().filter((digest) => all.includes(digest));
  };

  it('all blobs are verified that its tags and revisions lead to, and no other', async () => {
    expect(await verify({ repositories: ['team/api'] })).toMatchObject({ verified: 3 + 3 + 4 });
    expect(verifiedLayers()).toEqual(layers('shared', 'old', 'new', 'untagged'));
  });

  it('a tag limits it to what that leads to', async () => {
    await verify({ repositories: ['registry.example.com:5000/team/api:2'] });
    expect(verifiedLayers()).toEqual(layers('shared', 'new'));
  });

  it('a digest limits it to what that leads to', async () => {
    await verify({ repositories: [`team/api@${volume.repository('team/api').digest}`] });
    expect(verifiedLayers()).toEqual(layers('untagged'));
  });

  it('another one may be named with it', async () => {
    expect(await verify({ repositories: ['team/web', 'team/api:1'] })).toMatchObject({ verified: 4 + 3 });
    expect(verifiedLayers()).toEqual(layers('shared', 'web', 'old'));
  });

  it.each([
    ['team/none', "no repository 'team/none'"],
    ['team/api:9', "no tag '9' in team/api"],
    ['team/web@sha256:'.padEnd(80, '0'), 'no manifest sha256:0'],
  ])('%s is refused', async (name, message) => {
    await expect(verify({ repositories: [name] })).rejects.toThrow(message);
  });
});

describe('a sample', () => {
  const BLOBS = 40;
  beforeEach(() => {
    for (let number = 0; number < BLOBS; number++) volume.orphan(`orphan ${number}`);
  });

  it('is a share of the blobs, never none', async () => {
    expect(await verify({ sample: 0.25 })).toMatchObject({ verified: 10, skipped: 0 });
    expect(await verify({ sample: 0.001 })).toMatchObject({ verified: 1 });
    expect(await verify({ sample: 1 })).toMatchObject({ verified: BLOBS });
  });

  it('begins with what was never verified, so that four quarters are the whole', async () => {
    for (let quarter = 1; quarter <= 4; quarter++) {
      await verify({ sample: 0.25 });
      expect(verified()).toHaveLength(10 * quarter);
    }
  });

  it('goes on with what was verified longest ago', async () => {
    await verify({ sample: 0.5 });
    const first = verified();
    await verify({ sample: 0.5 });
    const later = Math.max(...results(verifiedPath(`${volume.dir}.db`)).map(({ verifiedAt }) => verifiedAt));
    await verify({ sample: 0.5 });
    const again = results(verifiedPath(`${volume.dir}.db`)).filter(({ verifiedAt }) => verifiedAt > later);
    expect(again.map(({ digest }) => digest)).toEqual(first);
  });

  it('is random', async () => {
    await verify({ sample: 0.5 });
    const first = verified();
    volume = aVolume(path.join(dir(), 'other'));
    for (let number = 0; number < BLOBS; number++) volume.orphan(`orphan ${number}`);
    await verify({ sample: 0.5 });
    // Two equal halves of 40 come up once in 137,846,528,820 times.
    expect(verified()).not.toEqual(first);
  });
});

it('blobs written lately are those whose file is younger', async () => {
  volume.orphan('old');
  volume.at(new Date(Date.now() - 60_000)).orphan('new');
  expect(await verify({ newerThanMs: 3_600_000 })).toMatchObject({ verified: 1 });
  expect(await verify({ newerThanMs: 1000 })).toMatchObject({ verified: 0, bytes: 0 });
});
