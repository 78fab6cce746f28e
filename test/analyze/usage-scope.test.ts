import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRepositories, usageOfMatched } from '../../src/analyze/usage/matched.ts';
import { ask, type Inventory, UsageError } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { layerDigest } from '../support/push-layer.ts';
import { cases, SEED } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

async function withInventory<Result>(
  build: (volume: VolumeBuilder) => void,
  use: (inventory: Inventory) => Result | Promise<Result>,
): Promise<Result> {
  const volume = aVolume(path.join(dir(), 'volume'));
  build(volume);
  const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
  try {
    return await use(inventory);
  } finally {
    inventory.close();
  }
}

/** Repositories of several depths; two share a layer, and so do two of different namespaces. */
function nested(volume: VolumeBuilder): void {
  for (const [name, layers] of [
    ['top', ['t']],
    ['team/app', ['own', 'shared']],
    ['team/app/cache', ['cached', 'shared']],
    ['team/web', ['web', 'everywhere']],
    ['team/web/cache', ['web cached']],
    ['other/app', ['everywhere', 'other']],
  ] as const)
    volume.repository(name).image({ layers, tag: '1', label: name });
}

describe('usage --match', () => {
  it.each<[string[], string[]]>([
    [['team/*/cache'], ['team/app/cache', 'team/web/cache']],
    [['team/**'], ['team/app', 'team/app/cache', 'team/web', 'team/web/cache']],
    [
      ['top', 'other/*'],
      ['other/app', 'top'],
    ],
  ])('%j adds up what matches', async (match, names) => {
    await withInventory(nested, async (inventory) => {
      const all = await ask.usage(inventory);
      const { repositories, totals, matched } = await ask.usage(inventory, { match });
      expect(repositories).toEqual(all.repositories?.filter(({ name }) => names.includes(name)));
      expect(totals).toEqual(all.totals);
      expect(matched).toMatchObject({
        repositories: names.length,
        tags: names.length,
        revisions: names.length,
      });
      const { tags } = await ask.usage(inventory, { match, by: 'tag' });
      expect(tags?.map(({ repository }) => repository)).toEqual(names);
    });
  });

  it('tells what deleting all of them would free, which is more than each alone', async () => {
    await withInventory(nested, async (inventory) => {
      const { matched, repositories } = await ask.usage(inventory, { match: ['team/app', 'team/app/cache'] });
      const alone = repositories?.reduce((sum, { uniqueBytes }) => sum + uniqueBytes, 0) ?? 0;
      expect(matched?.uniqueBytes).toBe(alone + 1000);
      expect(matched?.sharedBytes).toBe(0);
    });
  });

  it('adds up namespaces of what matches alone', async () => {
    await withInventory(nested, async (inventory) => {
      const { namespaces, matched } = await ask.usage(inventory, { match: ['team/web/**'], by: 'namespace' });
      const { bytes, uniqueBytes } = matched!;
      expect(namespaces).toMatchObject([{ name: 'team', repositories: 1, bytes, uniqueBytes }]);
    });
  });

  it.each([
    [['nothing/*'], "No repository matches 'nothing/*': 'stowage ls' lists them."],
    [['a', 'b'], "No repository matches 'a' or 'b': 'stowage ls' lists them."],
    [['team/['], "--match 'team/[' is no pattern: a bracket of it is left open."],
  ])('refuses %j', async (match, message) => {
    await withInventory(nested, async (inventory) => {
      await expect(ask.usage(inventory, { match })).rejects.toThrow(new UsageError(message));
    });
  });

  it.each([
    { by: 'kind' as const, match: ['a'] },
    { by: 'age' as const, match: ['a'] },
    { by: 'layer' as const, match: ['a'] },
    { reference: 'team/app', match: ['a'] },
    { by: 'age' as const, reference: 'team/app' },
    { by: 'kind' as const, reference: 'team/app' },
    { depth: 2 },
    { by: 'tag' as const, depth: 2 },
  ])('is refused with what makes no sense beside it: %j', async (options) => {
    await withInventory(nested, async (inventory) => {
      await expect(ask.usage(inventory, options)).rejects.toThrow(/: (leave|add) /);
    });
  });

  it('refuses what names a tag', async () => {
    await withInventory(nested, (inventory) => {
      const match = () => matchRepositories(inventory, ['team/app:1']);
      expect(match).toThrow(UsageError);
      expect(match).toThrow("--match 'team/app:1' names a tag");
    });
  });

  const volumes = fc.sample(randomVolume(), { numRuns: cases({ few: 15, many: 80 }), seed: SEED });
  it.each(volumes.map((ops, run) => [run, ops] as const))(
    'agrees with repositories, namespaces and the whole, on random volume %i',
    async (_, ops) => {
      const volume = path.join(dir(), 'volume');
      buildRandomVolume(volume, ops)
        .repository('z/z')
        .image({ layers: ['z'], tag: '1' });
      const inventory = await inventoryOf(volume);
      await expectAgreement(inventory);
      inventory.close();
    },
  );
});

async function expectAgreement(inventory: Inventory): Promise<void> {
  const { repositories = [], totals } = await ask.usage(inventory);
  for (const { name, nameBase64, ...expected } of repositories) {
    if (nameBase64 !== undefined) continue;
    const {
      repositories: one,
      fairShareBytes,
      ...matched
    } = usageOfMatched(inventory, matchRepositories(inventory, [name]));
    expect({ one, ...matched }).toMatchObject({ one: 1, ...without(expected, 'fairShareBytes') });
    expect(fairShareBytes).toBeCloseTo(expected.fairShareBytes, 6);
  }
  const { namespaces = [] } = await ask.usage(inventory, { by: 'namespace' });
  for (const { name, repositories: count, bytes, uniqueBytes, taggedBytes } of namespaces) {
    if (name === '') continue;
    const { matched } = await ask.usage(inventory, { match: [`${name}/**`] });
    expect(matched).toMatchObject({ repositories: count, bytes, uniqueBytes, taggedBytes });
  }
  const { matched: all } = await ask.usage(inventory, { match: ['**'] });
  expect(all).toMatchObject({
    bytes: totals.taggedBytes + totals.untaggedBytes,
    taggedBytes: totals.taggedBytes,
  });
}

function without<Row extends object, Key extends keyof Row>(row: Row, key: Key): Omit<Row, Key> {
  const { [key]: _, ...rest } = row;
  return rest;
}

describe('usage --by namespace --depth', () => {
  it.each([
    [undefined, ['', 'other', 'team']],
    [1, ['', 'other', 'team']],
    [2, ['', 'other', 'team', 'team/app', 'team/web']],
    [9, ['', 'other', 'team', 'team/app', 'team/web']],
  ])('%s makes namespaces of so many parts, and never of the whole name', async (depth, names) => {
    await withInventory(nested, async (inventory) => {
      const { namespaces } = await ask.usage(inventory, { by: 'namespace', ...(depth && { depth }) });
      expect(namespaces?.map(({ name }) => name)).toEqual(names);
      expect(namespaces?.reduce((sum, { repositories }) => sum + repositories, 0)).toBe(6);
    });
  });
});

describe('usage --by layer', () => {
  it('tells who has each layer', async () => {
    const build = (volume: VolumeBuilder) => {
      const a = volume.repository('a').image({ layers: ['base', 'a', 'a'], tag: '1' });
      a.tag('2', a.digest);
      a.image({ layers: ['base', 'untagged'] });
      const b = volume.repository('b').image({ layers: ['base'], label: 'b' });
      b.index({ children: [{ listed: b.digest }], tag: 'all' });
      volume.repository('b').looseBlob('loose');
      volume.repository('c').image({ layers: [{ name: 'gone', stored: false }], tag: '1' });
    };
    await withInventory(build, async (inventory) => {
      const { by, layers, totals } = await ask.usage(inventory, { by: 'layer' });
      const row = (name: string, counts: object, repositories = 1) => ({
        digest: layerDigest(name),
        bytes: 1000,
        repositories,
        ...counts,
        uniqueBytes: repositories === 1 ? 1000 : 0,
        sharedBytes: repositories === 1 ? 0 : 1000,
        savedBytes: (repositories - 1) * 1000,
      });
      const rows = [
        row('base', { images: 3, tags: 3 }, 2),
        row('a', { images: 1, tags: 2 }),
        row('untagged', { images: 1, tags: 0 }),
      ];
      expect(by).toBe('layer');
      expect(layers).toEqual(rows.sort((one, two) => (one.digest < two.digest ? -1 : 1)));
      expect(totals).toEqual((await ask.usage(inventory)).totals);
    });
  });

  it('frees nothing of a file that has a name elsewhere', async () => {
    const build = (volume: VolumeBuilder) => {
      volume.repository('a').image({ layers: ['x'], tag: '1' });
      volume.hardLink('backup', blobPath(layerDigest('x')));
    };
    await withInventory(build, async (inventory) => {
      const { layers, namedElsewhere } = await ask.usage(inventory, { by: 'layer' });
      expect(layers).toMatchObject([{ repositories: 1, uniqueBytes: 0, sharedBytes: 1000, savedBytes: 0 }]);
      expect(namedElsewhere).toBe(1);
    });
  });

  it('can be ordered by what layers have', async () => {
    await withInventory(nested, async (inventory) => {
      for (const [sort, key] of [
        ['saved', 'savedBytes'],
        ['repositories', 'repositories'],
        ['images', 'images'],
        ['tags', 'tags'],
      ] as const) {
        const { layers = [] } = await ask.usage(inventory, { by: 'layer', sort });
        const values = layers.map((layer) => layer[key]);
        expect(values, sort).toEqual([...values].sort((a, b) => b - a));
        expect(new Set(values).size, sort).toBeGreaterThan(1);
      }
    });
  });
});
