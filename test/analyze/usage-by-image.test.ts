import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ImageGroupUsage,
  type Inventory,
  usage,
  usageByPlatform,
  usageBySource,
} from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { closure, filesOf, findBlobs, keptFiles, readingOf } from '../support/naive-blobs.ts';
import { type NaiveImage, naiveConfigs } from '../support/naive-configs.ts';
import { asBytewise, contentOf } from '../support/naive-disk.ts';
import { naiveReferences } from '../support/naive-manifest.ts';
import { findRepositories } from '../support/naive-repository.ts';
import { cases, SEED } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = temporaryDirectory();
const [AMD, ARM] = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
];

describe('usage by platform', () => {
  it('divides images by what their configs say, and leaves the rest apart', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const [base, chart] = [
      { name: 'base', bytes: 10_000 },
      { name: 'chart', bytes: 500 },
    ];
    volume
      .repository('app')
      .index({
        children: [
          { layers: [base, 'amd'], platform: AMD },
          { layers: [base, 'arm'], platform: ARM },
        ],
        tag: '1',
      })
      .image({ layers: ['unread'], tag: '2', config: 'no JSON' })
      .image({ layers: ['says nothing'], tag: '3', config: '{}' })
      .artifact({ artifactType: 'application/vnd.example', layers: [chart], tag: 'chart' });
    const inventory = await inventoryOf(volume.dir);
    const { platforms } = usageByPlatform(inventory);
    expect(platforms.map(({ platform, group, images, tags }) => [platform, group, images, tags])).toEqual([
      ['linux/amd64', 'named', 1, 1],
      ['linux/arm64', 'named', 1, 1],
      [null, 'none', 1, 1],
      [null, 'unread', 1, 1],
      [null, 'no-image', 0, 1],
    ]);
    const [amd, arm] = platforms;
    expect(amd!.sharedBytes).toBe(10_000);
    expect(amd!.fairShareBytes).toBe(amd!.bytes - 5_000);
    expect(arm!.uniqueBytes).toBe(arm!.bytes - 10_000);
    expectBalance(inventory, platforms);
    inventory.close();
  });

  it('tells of tags whose manifest is not there, which take nothing', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume
      .repository('app')
      .image({ layers: ['layer'], platform: AMD, tag: '1' })
      .tag('gone', madeDigest('gone'));
    const inventory = await inventoryOf(volume.dir);
    const { platforms } = usageByPlatform(inventory);
    expect(platforms).toMatchObject([
      { platform: 'linux/amd64', tags: 1 },
      { group: 'no-image', images: 0, tags: 1, bytes: 0, sharedBytes: 0 },
    ]);
    inventory.close();
  });

  it('is sorted by platform, and counts once what an image has twice', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const names = Array.from({ length: 12 }, (_, number) => `layer ${number}`);
    const architectures = ['s390x', 'amd64', 'riscv64', 'arm64', '386', 'ppc64le'];
    for (const architecture of architectures)
      volume.repository('app').image({
        layers: [...names, ...names],
        platform: { os: 'linux', architecture },
        tag: architecture,
      });
    const inventory = await inventoryOf(volume.dir);
    const { platforms } = usageByPlatform(inventory);
    expect(platforms.map(({ platform }) => platform)).toEqual(
      architectures.map((architecture) => `linux/${architecture}`).sort(),
    );
    for (const { sharedBytes } of platforms) expect(sharedBytes).toBe(12_000);
    inventory.close();
  });

  const volumes = fc.sample(randomVolume(), { numRuns: cases({ few: 20, many: 100 }), seed: SEED });
  it.each(volumes.map((ops, run) => [run, ops] as const))(
    'is that of a naive reading on random volume %i',
    async (_, ops) => {
      const volume = path.join(dir(), 'volume');
      buildRandomVolume(volume, ops);
      const inventory = await inventoryOf(volume);
      const { platforms } = usageByPlatform(inventory);
      const found = platforms.map(({ platform, group, images, tags, ...sums }) => {
        return [platform ?? group, { images, tags, ...rounded(sums) }];
      });
      expect(Object.fromEntries(found)).toEqual(naiveUsage(volume));
      expectBalance(inventory, platforms);
      inventory.close();
    },
  );
});

describe('usage by source', () => {
  it('takes one repository that is written in many ways for one', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const written = [
      'https://git.example/shop/web.git',
      'git@git.example:shop/web',
      'https://GIT.example/shop/web/',
    ];
    for (const [at, source] of [...written, 'ours'].entries()) {
      const labels = { 'org.opencontainers.image.source': source };
      volume.repository('app').image({ layers: [`layer ${at}`], tag: `${at}`, details: { labels } });
    }
    volume.repository('app').image({ layers: ['layer'], tag: 'none' });
    const inventory = await inventoryOf(volume.dir);
    const { sources } = usageBySource(inventory);
    expect(sources.map(({ source, group, images, writtenAs }) => [source, group, images, writtenAs])).toEqual(
      [
        ['git.example/shop/web', 'named', 3, written.sort()],
        ['ours', 'named', 1, ['ours']],
        [null, 'none', 1, []],
      ],
    );
    expectBalance(inventory, sources);
    inventory.close();
  });
});

function expectBalance(inventory: Inventory, groups: readonly ImageGroupUsage[]): void {
  const { unreferencedBytes, blobBytes } = usage(inventory).totals;
  const fair = groups.reduce((sum, { fairShareBytes }) => sum + fairShareBytes, 0);
  expect(fair + unreferencedBytes).toBeCloseTo(blobBytes, 3);
}

/** Groups by platform, or what they are apart for, from the files of a volume. */
function naiveUsage(root: string): Record<string, object> {
  const top = `${asBytewise(root)}/docker/registry/v2`;
  const blobs = findBlobs(`${top}/blobs`);
  const repositories = findRepositories(`${top}/repositories`);
  const aliases = repositories.flatMap((each) => each.aliases);
  const roots = repositories.flatMap((each) => [...each.tagTargets, ...each.revisionDigests]);
  const reading = readingOf(roots, blobs, aliases);
  const images = naiveConfigs(root).images.filter(({ manifest }) => blobs.has(manifest));
  const isManifest = (digest: string) => {
    const how = reading.get(digest);
    const file = blobs.get(digest);
    if (how === undefined || file === undefined) return false;
    return how === 'linked' || naiveReferences(contentOf(file.path)) !== undefined;
  };
  const partsOf = (image: NaiveImage) => {
    const named = image.parts.flatMap((part) => [
      part,
      ...aliases.filter(([name]) => name === part).map(([, to]) => to),
    ]);
    return named.filter((part) => part === image.manifest || !isManifest(part));
  };
  const groups = new Map<string, { images: NaiveImage[]; digests: Set<string> }>();
  const add = (name: string, image: NaiveImage) => {
    const group = groups.get(name) ?? { images: [], digests: new Set() };
    groups.set(name, group);
    group.images.push(image);
    for (const part of partsOf(image)) group.digests.add(part);
  };
  for (const image of images) add(nameOf(image), image);
  const ofImages = new Set([...groups.values()].flatMap(({ digests }) => [...digests]));
  const held = closure(roots, blobs, aliases, reading);
  groups.set('no-image', {
    images: [],
    digests: new Set([...held].filter((digest) => !ofImages.has(digest))),
  });
  const files = new Map([...groups].map(([name, { digests }]) => [name, filesOf(digests, blobs)]));
  const holders = (file: string) => [...files.values()].filter((each) => each.has(file)).length;
  const kept = keptFiles(blobs);
  const targets = repositories.flatMap((each) => each.tagTargets);
  const reached = targets.map((target) => {
    const leadsTo = closure([target], blobs, aliases, reading);
    return [...groups]
      .filter(([, each]) => each.images.some(({ manifest }) => leadsTo.has(manifest)))
      .map(([name]) => name);
  });
  const tagsOf = (name: string) =>
    reached.filter((names) => (name === 'no-image' ? names.length === 0 : names.includes(name))).length;
  const rows = [...groups].map(([name, group]) => {
    const own = [...files.get(name)!];
    const sum = (of: typeof own, share = (_: string) => 1) =>
      of.reduce((all, [file, bytes]) => all + bytes / share(file), 0);
    const uniqueBytes = sum(own.filter(([file]) => holders(file) === 1 && !kept.has(file)));
    const bytes = sum(own);
    const sums = { bytes, uniqueBytes, sharedBytes: bytes - uniqueBytes, fairShareBytes: sum(own, holders) };
    return [name, { images: group.images.length, tags: tagsOf(name), bytes, ...rounded(sums) }] as const;
  });
  return Object.fromEntries(
    rows.filter(([, { images, tags, bytes }]) => images > 0 || tags > 0 || bytes > 0),
  );
}

function nameOf({ config }: NaiveImage): string {
  if (config === undefined) return 'none';
  if (config === 'absent' || config.fault !== null) return 'unread';
  return config.platform ?? 'none';
}

const rounded = (sums: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(sums).map(([key, value]) => [key, Math.round(value * 1000) / 1000]));
