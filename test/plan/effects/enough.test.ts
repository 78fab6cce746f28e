import { expect, it } from 'vitest';
import type { ModelQuestion, ModelRule } from '../../support/plan-model/question.ts';
import { blobPath } from '../../support/volume-paths.ts';
import type { ExampleVolume } from '../examples/example-volume.ts';
import { plainQuestion } from '../plain-question.ts';
import { planOf } from '../program.ts';
import { scannedOnce } from '../scanned-once.ts';

const NOW = Date.UTC(2026, 5, 1);
const scanned = scannedOnce(NOW);

const ALL: ModelRule = { tags: ['*'], untagged: true };

const versions = (volume: ExampleVolume) =>
  volume
    .image('A', 400, { tags: ['a'] })
    .image('B', 300, { tags: ['b'] })
    .image('C', 200, { tags: ['c'] })
    .image('D', 100, { tags: ['d'] });

it('no more goes than frees so many bytes, to the byte', async () => {
  const first = await enough('versions', versions, 1);
  expect(first).toMatchObject({ goes: 'A', free: { asked: 1, reached: first.bytes } });
  expect(first.bytes).toBeGreaterThan(1000);
  expect(await enough('versions', versions, first.bytes)).toMatchObject({ goes: 'A' });
  const second = await enough('versions', versions, first.bytes + 1);
  expect(second.goes).toBe('A B');
  expect(await enough('versions', versions, second.bytes)).toMatchObject({ goes: 'A B' });
  const most = await enough('versions', versions, 1e9);
  expect(most).toMatchObject({ goes: 'A B C D', free: { asked: 1e9, reached: most.bytes } });
});

it.each<readonly [string, (volume: ExampleVolume) => unknown, number, string]>([
  [
    'an index goes with what it lists, or not at all',
    (volume) =>
      volume
        .image('B', 50, { tags: ['b'] })
        .image('c1', 110)
        .image('c2', 100)
        .index('I', 100, ['c1', 'c2'], ['m']),
    1,
    'I c1 c2',
  ],
  [
    'a signature does not go before its image in another repository, which can still be pulled',
    (volume) =>
      volume
        .image('X', 100, { tags: ['x'], repository: 'other' })
        .image('S', 400, { subject: 'X' })
        .image('B', 300, { tags: ['b'] }),
    1,
    'B',
  ],
  [
    'layers whose files have other names that stay free nothing, however many bytes they seem to have',
    (volume) => {
      versions(volume).image('K', 100, { tags: ['latest'] });
      for (const name of ['A', 'B', 'C']) {
        const [gone, kept] = [layerOf(volume, name), layerOf(volume, 'K')];
        volume.builder.remove(gone).hardLink(gone, kept);
      }
    },
    2500,
    'A B C D',
  ],
  [
    'layers that only a manifest names which 3.x does not read are free there',
    (volume) => {
      const layers = ['A', 'B', 'C'].map((name) => digestOfLayer(versions(volume), name));
      const schema1 = {
        schemaVersion: 1,
        name: 'other',
        tag: '1',
        architecture: 'amd64',
        fsLayers: layers.map((blobSum) => ({ blobSum })),
        history: layers.map((id) => ({ v1Compatibility: JSON.stringify({ id }) })),
      };
      volume.builder.repository('other').manifest(JSON.stringify(schema1));
    },
    900,
    'A',
  ],
])('%s', async (name, build, freeBytes, goes) => {
  expect(await enough(name, build, freeBytes, '3.x')).toMatchObject({ goes });
});

/** Where the only layer of an image lies. */
function layerOf(volume: ExampleVolume, name: string): string {
  return blobPath(digestOfLayer(volume, name));
}

function digestOfLayer(volume: ExampleVolume, name: string): string {
  const [layer] = JSON.parse(volume.content(name)).layers as [{ digest: string }];
  return layer.digest;
}

/** What goes to free so many bytes, in its order, and how many that frees. */
async function enough(
  name: string,
  build: (volume: ExampleVolume) => unknown,
  freeBytes: number,
  family: ModelQuestion['family'] = '2.7-2.8',
) {
  const { volume, inventory } = await scanned(name, build);
  const plan = await planOf(inventory, plainQuestion({ now: NOW, family, rules: [ALL], freeBytes }));
  inventory.close();
  const goes = plan.delete.map(({ digest }) => volume.nameOf(digest)).join(' ');
  return { goes, bytes: plan.together.bytes, free: plan.free };
}
