import * as path from 'node:path';
import { expect, it } from 'vitest';
import { type Inventory, type KindUsage, usage, usageByKind } from '../../src/index.ts';
import { helmChart } from '../support/artifact-kinds.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';

const dir = temporaryDirectory();

/** The kinds of a volume, each by its name, or that of its artifacts. */
async function kindsOf(build: (volume: VolumeBuilder) => unknown): Promise<Record<string, KindUsage>> {
  const volume = aVolume(path.join(dir(), 'volume'));
  build(volume);
  const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
  const { kinds } = usageByKind(inventory);
  expectBalance(inventory, kinds);
  inventory.close();
  return Object.fromEntries(kinds.map((each) => [each.artifactType ?? each.kind, each]));
}

function expectBalance(inventory: Inventory, kinds: readonly KindUsage[]): void {
  const { unreferencedBytes, blobBytes } = usage(inventory).totals;
  const fair = kinds.reduce((sum, { fairShareBytes }) => sum + fairShareBytes, 0);
  expect(fair + unreferencedBytes).toBeCloseTo(blobBytes, 3);
  for (const { bytes, uniqueBytes, sharedBytes } of kinds) expect(uniqueBytes + sharedBytes).toBe(bytes);
}

it('has an artifact with its config and layers, and counts once what several of a kind have', async () => {
  const sizes: number[] = [];
  const kinds = await kindsOf((volume) => {
    const api = volume.repository('team/api');
    for (const label of ['one', 'two']) {
      // The base is there twice in each: a layer may be.
      api.image({ layers: ['base', 'base', label], tag: label, label });
      sizes.push(volume.describe(api.digest).size);
    }
    api.artifact({ artifactType: 'application/x.notes', layers: ['base', 'notes'], tag: 'notes' });
    sizes.push(volume.describe(api.digest).size);
  });
  const [one, two, notes] = sizes as [number, number, number];
  const { image } = kinds;
  expect(image).toMatchObject({ manifests: 2, sharedBytes: 1000, fairShareBytes: image!.bytes - 500 });
  expect(image!.bytes).toBeGreaterThan(3000 + one + two);
  expect(image!.bytes).toBeLessThan(4000 + one + two);
  const artifact = kinds['application/x.notes'];
  // Its config is an empty object.
  expect(artifact).toMatchObject({
    kind: 'artifact',
    manifests: 1,
    bytes: 2000 + notes + 2,
    sharedBytes: 1000,
  });
});

it('has an index alone, because each that it lists counts for what it is', async () => {
  let size = 0;
  const { index, image } = await kindsOf((volume) => {
    const api = volume.repository('team/api');
    api.index({ tag: '1', children: [{ layers: ['a'] }, { layers: ['b'], label: 'b' }] });
    size = volume.describe(api.digest).size;
  });
  expect(index).toMatchObject({ manifests: 1, bytes: size, uniqueBytes: size, sharedBytes: 0 });
  expect(image).toMatchObject({ manifests: 2, sharedBytes: 0 });
});

it('has a blob that a manifest names by another digest', async () => {
  const { image } = await kindsOf((volume) => {
    const layer = { name: 'big', bytes: 50_000, algorithm: 'sha512', aliased: true } as const;
    volume.repository('team/api').image({ layers: [layer], tag: '1' });
  });
  expect(image!.bytes).toBeGreaterThan(50_000);
});

it('is sorted by kind, and artifacts by their type', async () => {
  const kinds = await kindsOf((volume) => {
    const api = volume.repository('team/api');
    for (const artifactType of ['application/x.b', 'application/x.a', 'application/x.c'])
      api.artifact({ artifactType, layers: [artifactType], tag: artifactType.slice(-1) });
    api.index({ tag: 'i', children: [{ layers: ['layer'] }] });
    api.artifact(helmChart({ name: 'web', version: '1.0.0' }));
  });
  expect(Object.values(kinds).map(({ kind, artifactType }) => [kind, artifactType])).toEqual([
    ['artifact', 'application/x.a'],
    ['artifact', 'application/x.b'],
    ['artifact', 'application/x.c'],
    ['helm-chart', null],
    ['image', null],
    ['index', null],
  ]);
});

it('takes what tags and revisions lead to and is no manifest for unknown', async () => {
  const { unknown, image } = await kindsOf((volume) => {
    const api = volume.repository('team/api');
    api.image({ layers: ['layer'], tag: '1' });
    api.tag('broken', volume.writeBlob('x'.repeat(300)));
    api.revisionLink(volume.writeBlob('y'.repeat(40)));
    volume.orphan('nobody leads to it');
  });
  expect(unknown).toMatchObject({ artifactType: null, manifests: 2, bytes: 340, uniqueBytes: 340 });
  expect(image).toMatchObject({ manifests: 1 });
});

it.each([
  { what: 'alone', broken: 0 },
  { what: 'with those that are none', broken: 1 },
])('takes a manifest that is too large to be read for unknown, $what', async ({ broken }) => {
  const bytes = 5 * 1024 * 1024;
  const { unknown } = await kindsOf((volume) => {
    const api = volume.repository('team/api').image({ layers: ['layer'], tag: '1' });
    api.tag('large', volume.writeSparseBlob('large', bytes));
    if (broken > 0) api.tag('broken', volume.writeBlob('x'.repeat(300)));
  });
  expect(unknown).toMatchObject({ manifests: 1 + broken, bytes: bytes + broken * 300, sharedBytes: 0 });
});

it('counts once what one manifest has twice, whichever it is', async () => {
  const names = Array.from({ length: 12 }, (_, number) => `layer ${number}`);
  let size = 0;
  const kinds = await kindsOf((volume) => {
    const api = volume.repository('team/api');
    api.artifact({ artifactType: 'application/x.many', layers: [...names, ...names], tag: '1' });
    size = volume.describe(api.digest).size;
  });
  // Its config is an empty object.
  expect(kinds['application/x.many']?.bytes).toBe(12_000 + 2 + size);
});

it('has none where nothing is unknown, and no manifest that nothing leads to', async () => {
  const kinds = await kindsOf((volume) => {
    const api = volume.repository('team/api');
    api.image({ layers: ['layer'], tag: '1' });
    const { digest } = api.image({ layers: ['deleted'], tag: '2', label: 'deleted' });
    api.deleteManifest(digest);
  });
  expect(Object.values(kinds)).toMatchObject([{ kind: 'image', manifests: 1 }]);
});
