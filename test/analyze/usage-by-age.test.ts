import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UsageByAge } from '../../src/analyze/usage/by-age.ts';
import { usageByAge } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { layerDigest } from '../support/push-layer.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const DAY_MS = 24 * 60 * 60 * 1000;

/** Days ago, and a minute, so that it is past whatever happens meanwhile. */
function ago(days: number): Date {
  return new Date(Date.now() - days * DAY_MS - 60_000);
}

async function ask(build: (volume: VolumeBuilder) => void): Promise<UsageByAge> {
  const volume = aVolume(path.join(dir(), 'volume'));
  build(volume);
  const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
  const usage = usageByAge(inventory);
  inventory.close();
  return usage;
}

/** Blobs by age, where there are some. */
async function blobsByAge(build: (volume: VolumeBuilder) => void): Promise<Record<string, number>> {
  const { ages } = await ask(build);
  return Object.fromEntries(ages.flatMap(({ age, blobs }) => (blobs === 0 ? [] : [[age, blobs]])));
}

describe('usage by age', () => {
  it('has six ages, whatever there is', async () => {
    const { ages } = await ask((volume) => volume.orphan('x', 500));
    expect(ages.map(({ age, fromDays, toDays, bytes }) => [age, fromDays, toDays, bytes])).toEqual([
      ['under-1d', 0, 1, 500],
      ['1d-7d', 1, 7, 0],
      ['7d-30d', 7, 30, 0],
      ['30d-90d', 30, 90, 0],
      ['90d-1y', 90, 365, 0],
      ['over-1y', 365, null, 0],
    ]);
  });

  it.each([
    [0, 'under-1d'],
    [0.9, 'under-1d'],
    [1, '1d-7d'],
    [7, '7d-30d'],
    [29.9, '7d-30d'],
    [30, '30d-90d'],
    [90, '90d-1y'],
    [365, 'over-1y'],
    [4000, 'over-1y'],
    [-3, 'under-1d'],
    [20_000, 'unknown'],
  ])('puts what was written %s days ago into %s', async (days, age) => {
    expect(await blobsByAge((volume) => volume.at(ago(days)).orphan('x'))).toEqual({ [age]: 1 });
  });

  it.each([
    ['2013-12-31T23:59:59.999Z', 'unknown'],
    ['2014-01-01T00:00:00.000Z', 'over-1y'],
  ])('knows no time from before there were registries: %s', async (time, age) => {
    expect(await blobsByAge((volume) => volume.at(time).orphan('x'))).toEqual({ [age]: 1 });
  });

  it('takes the newest push of anything that leads to a blob', async () => {
    // Three images of one base: it is as young as the last of them.
    const found = await blobsByAge((volume) => {
      const image = (layers: string[], tag?: string) => ({
        layers,
        label: layers.join(),
        ...(tag && { tag }),
      });
      volume
        .at(ago(400))
        .repository('a')
        .image(image(['base', 'old'], '1'));
      volume
        .at(ago(100))
        .repository('b')
        .image(image(['base', 'newer']));
      volume
        .at(ago(2))
        .repository('c')
        .image(image(['base', 'new'], '1'));
    });
    // Of each image: manifest, config and its own layer.
    expect(found).toEqual({ 'over-1y': 3, '90d-1y': 3, '1d-7d': 4 });
  });

  it.each<[string, (volume: VolumeBuilder, digest: string) => unknown]>([
    ['a tag', (volume, digest) => volume.repository('a').tag('again', digest)],
    ['a revision', (volume, digest) => volume.repository('b').revisionLink(digest)],
    ['an index', (volume, digest) => volume.repository('b').index({ children: [{ listed: digest }] })],
  ])('counts %s that came later', async (_, push) => {
    const found = await blobsByAge((volume) => {
      const { digest } = volume
        .at(ago(400))
        .repository('a')
        .image({ layers: ['x'], tag: '1' });
      push(volume.at(ago(10)), digest);
    });
    expect(found['7d-30d']).toBeGreaterThanOrEqual(3);
    expect(found['over-1y']).toBeUndefined();
  });

  it('is not made older by what is older', async () => {
    const found = await blobsByAge((volume) => {
      const { digest } = volume
        .at(ago(10))
        .repository('a')
        .image({ layers: ['x'], tag: '1' });
      const loose = volume.orphan('loose');
      volume
        .at(ago(400))
        .repository('b')
        .revisionLink(digest)
        .tag('old', digest)
        .layerLink(layerDigest('x'))
        .layerLink(loose);
    });
    expect(found).toEqual({ '7d-30d': 4 });
  });

  it('takes a layer link for a push, also of what nothing refers to', async () => {
    const found = await blobsByAge((volume) => {
      const digest = volume.at(ago(400)).orphan('x');
      volume.at(ago(40)).repository('a').layerLink(digest);
    });
    expect(found).toEqual({ '30d-90d': 1 });
  });

  it('tells states, and counts a file once', async () => {
    const { ages } = await ask((volume) => {
      volume.at(ago(2));
      volume.repository('a').image({ layers: [{ name: 'x', bytes: 3000 }], tag: '1' });
      volume.repository('a').image({ layers: [{ name: 'y', bytes: 2000 }] });
      const one = volume.orphan('one', 700);
      volume.hardLink(blobPath(`sha256:${'0'.repeat(64)}`), blobPath(one));
    });
    const [, row] = ages;
    expect(row).toMatchObject({ age: '1d-7d', blobs: 8, unreferencedBytes: 700 });
    expect(row!.taggedBytes).toBeGreaterThan(3000);
    expect(row!.untaggedBytes).toBeGreaterThan(2000);
    expect(row!.bytes).toBe(row!.taggedBytes + row!.untaggedBytes + row!.unreferencedBytes);
  });

  it('adds up to the totals on random volumes', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = fs.mkdtempSync(path.join(dir(), 'random-'));
        buildRandomVolume(volume, ops).orphan('something');
        const inventory = await inventoryOf(volume);
        const { ages, totals } = usageByAge(inventory);
        inventory.close();
        const sum = (key: 'blobs' | 'bytes' | 'taggedBytes' | 'untaggedBytes' | 'unreferencedBytes') =>
          ages.reduce((all, age) => all + age[key], 0);
        expect([sum('blobs'), sum('bytes')]).toEqual([totals.blobs, totals.blobBytes]);
        expect(sum('taggedBytes')).toBe(totals.taggedBytes);
        expect(sum('untaggedBytes')).toBe(totals.untaggedBytes);
        expect(sum('unreferencedBytes')).toBe(totals.unreferencedBytes);
        fs.rmSync(volume, { recursive: true });
      }),
      { numRuns: cases({ few: 12, many: 100 }) },
    );
  });
});
