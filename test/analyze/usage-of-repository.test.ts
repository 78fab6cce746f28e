import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Inventory, UsageError } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = sharedDirectory();
let inventory: Inventory;
let replaced = '';

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  const app = volume.repository('team/app').image({ layers: ['base', 'old'], tag: '1' });
  replaced = app.digest;
  app.image({ layers: ['base', 'new'], tag: '1' });
  app.index({ tag: '2', children: [{ layers: ['base'] }, { layers: ['b'] }] });
  for (const name of ['a', 'b', 'c', 'd'])
    volume.repository(`other/${name}`).image({ layers: ['base'], tag: '1' });
  inventory = await inventoryOf(volume.dir);
});
afterAll(() => inventory.close());

describe('usage --by layer of one repository', () => {
  it('has its layers, with the sums that all layers have, and names the first who share one', async () => {
    const { layers: all = [] } = await ask.usage(inventory, { by: 'layer' });
    const { layers = [] } = await ask.usage(inventory, { by: 'layer', reference: 'team/app' });
    const bare = layers.map(({ sharedWith: _, ...sums }) => sums);
    expect(all).toEqual(expect.arrayContaining(bare));
    const shared = layers.filter(({ repositories }) => repositories > 1);
    expect(shared).toMatchObject([{ repositories: 5, sharedWith: ['other/a', 'other/b', 'other/c'] }]);
    expect(
      layers.filter(({ repositories }) => repositories === 1).map(({ sharedWith }) => sharedWith),
    ).toEqual(layers.slice(1).map(() => []));
  });

  it('has no layer of another', async () => {
    const { layers } = await ask.usage(inventory, { by: 'layer', reference: 'other/a' });
    expect(layers).toMatchObject([{ repositories: 5, sharedWith: ['other/b', 'other/c', 'other/d'] }]);
  });

  it('refuses a tag', async () => {
    const asked = ask.usage(inventory, { by: 'layer', reference: 'team/app:1' });
    await expect(asked).rejects.toThrow(UsageError);
  });
});

describe('usage --by tag of one repository', () => {
  it('names the manifests that no tag of it leads to, and not those that an index lists', async () => {
    const { untagged } = await ask.usage(inventory, { by: 'tag', reference: 'team/app' });
    expect(untagged).toMatchObject([
      { digest: replaced, kind: 'image', modifiedAt: '2026-01-05T08:00:00.000Z' },
    ]);
    const { manifests } = await ask.usage(inventory, { reference: `team/app@${replaced}` });
    expect(untagged?.map(({ bytes }) => bytes)).toEqual(manifests?.map(({ bytes }) => bytes));
  });

  it('says nothing of them where all tags are asked for', async () => {
    expect(await ask.usage(inventory, { by: 'tag' })).not.toHaveProperty('untagged');
  });
});
