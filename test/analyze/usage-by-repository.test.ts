import * as path from 'node:path';
import { expect, it } from 'vitest';
import { ask, UsageError, usage } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = temporaryDirectory();

it('is sorted by whole names, and of one repository its own', async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  for (const name of ['a/b', 'a-b', 'a.b']) volume.repository(name).image({ layers: [name], tag: '1' });
  const inventory = await inventoryOf(volume.dir);
  const { repositories } = usage(inventory);
  expect(repositories.map(({ name }) => name)).toEqual(['a-b', 'a.b', 'a/b']);
  expect(usage(inventory, 'a/b').repositories).toEqual(repositories.slice(2));
  expect(usage(inventory)).not.toHaveProperty('namedElsewhere');
  expect(() => usage(inventory, 'a/b:1')).toThrow(UsageError);
  expect(() => usage(inventory, 'a/b:1')).toThrow("'a/b:1' names a tag, not a repository.");
  inventory.close();
});

it('has the untagged manifests of one by digest', async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  const api = volume.repository('team/api').image({ layers: ['kept'], tag: '1' });
  const push = (at: number) => api.image({ layers: ['kept'], label: `untagged ${at}` }).digest;
  const before = [1, 2, 3].map(push);
  (await inventoryOf(volume.dir)).close();
  // What comes later has higher ids.
  const untagged = [...before, ...[4, 5, 6].map(push)];
  const inventory = await inventoryOf(volume.dir);
  const found = await ask.usage(inventory, { by: 'tag', reference: 'team/api' });
  expect(found.untagged?.map(({ digest }) => digest)).toEqual(untagged.sort());
  inventory.close();
});
