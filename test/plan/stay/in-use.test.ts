import * as path from 'node:path';
import { expect, it } from 'vitest';
import { contentsOf } from '../../../src/contents/contents-of.ts';
import { UsageError } from '../../../src/errors.ts';
import { requestFrom } from '../../../src/plan/rules/from-options.ts';
import { InUse, namesInUse } from '../../../src/plan/stay/in-use.ts';
import { inventoryOf } from '../../support/inventory-of.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';

const dir = temporaryDirectory();

it.each([
  ['lines of Windows', 'app:v1\r\napp:v2\r\n', ['app:v1', 'app:v2']],
  ['a list in JSON', '["app:v1","app:v2"]', ['app:v1', 'app:v2']],
  ['commas', 'app:v1, app:v2,\n', ['app:v1', 'app:v2']],
  ['quotes', `'app:v1' "app:v2"`, ['app:v1', 'app:v2']],
  ['comments', '# pods\napp:v1 # one\napp:v2#3', ['app:v1', 'app:v2#3']],
  ['comments in lines of Windows', '# pods\r\napp:v1 # one\r\n', ['app:v1']],
  ['a mark at the beginning', '\uFEFFapp:v1', ['app:v1']],
  ['nothing', '[]\n{}\n""', []],
])('the names in %s are read', (_, text, names) => {
  const decoded = new TextDecoder().decode(Buffer.from(text));
  expect(namesInUse(decoded)).toEqual(names);
});

it('a list that is no UTF-8 is refused', async () => {
  const bytes = Buffer.from('\uFEFFapp:v1', 'utf16le');
  const asked = requestFrom({ match: ['*'], inUse: { name: 'pods', bytes } });
  await expect(asked).rejects.toThrow(UsageError);
  await expect(asked).rejects.toThrow('--in-use pods: this is no UTF-8');
});

it('where a host may be part of a name, what both name is in use', async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('app').image({ layers: ['a'], tag: 'v1' });
  volume.repository('reg.example.com/app').image({ layers: ['b'], tag: 'v2' });
  volume.repository('reg.example.com/app').image({ layers: ['c'], tag: 'v1' });
  const inventory = await inventoryOf(volume.dir);
  const contents = contentsOf(inventory);
  const inUse = new InUse(contents, ['reg.example.com/app:v1', 'https://reg.example.com/app:v2']);
  const used = contents.repositories.map(({ id, name, tags }) => [
    name,
    tags.list.filter(({ target = 0 }) => inUse.has(id, target)).map((tag) => tag.name),
  ]);
  expect(Object.fromEntries(used)).toEqual({ app: ['v1'], 'reg.example.com/app': ['v1', 'v2'] });
  expect(inUse.found).toBe(2);
  inventory.close();
});

it('an image is in use by whatever name programs that run images have for it', async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  const { digest } = volume.repository('app').image({ layers: ['a'], tag: 'v1' });
  volume.repository('app').image({ layers: ['b'], tag: 'latest' });
  const inventory = await inventoryOf(volume.dir);
  const contents = contentsOf(inventory);
  const [app] = contents.repositories;
  const namedBy = (name: string) => {
    const inUse = new InUse(contents, [name]);
    const used = app!.tags.list.filter(({ target = 0 }) => inUse.has(app!.id, target));
    return [inUse.found, ...used.map((tag) => tag.name)];
  };
  expect(namedBy(`docker://${digest}`)).toEqual([1, 'v1']);
  expect(namedBy(`docker-pullable://reg.example.com/app@${digest}`)).toEqual([1, 'v1']);
  expect(namedBy('docker://reg.example.com/app:v1')).toEqual([1, 'v1']);
  expect(namedBy('containerd://app:v1')).toEqual([1, 'v1']);
  expect(namedBy('app')).toEqual([1, 'latest']);
  expect(namedBy('reg.example.com/app')).toEqual([1, 'latest']);
  expect(namedBy('app:v2')).toEqual([0]);
  inventory.close();
});
