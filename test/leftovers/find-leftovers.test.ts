import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFindings } from '../../src/check/find-findings.ts';
import { findLeftovers, type Leftovers } from '../../src/index.ts';
import type { LeftoverOptions } from '../../src/leftovers/find-leftovers.ts';
import { healthyVolume } from '../check/healthy-volume.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf, madeDigest } from '../support/made-bytes.ts';
import { imageManifestJson, MEDIA_TYPES } from '../support/manifest-json.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { BLOBS, blobPath, layerLinkPath, REPOSITORIES } from '../support/volume-paths.ts';
import { fullVolume } from './full-volume.ts';

const dir = temporaryDirectory();
const volumeDir = () => path.join(dir(), 'volume');

async function leftoversOf({ dir }: VolumeBuilder, options: LeftoverOptions = {}): Promise<Leftovers> {
  const inventory = await inventoryOf(dir, { readEveryLink: true });
  try {
    return findLeftovers(inventory, options);
  } finally {
    inventory.close();
  }
}

function sums({ kinds }: Leftovers): Array<[string, number, number, number]> {
  return kinds
    .filter(({ count }) => count > 0)
    .map(({ kind, count, files, bytes }) => [kind, count, files, bytes]);
}

function pathsOf({ items }: Leftovers, kind: string): string[] {
  return items
    .filter((item) => item.kind === kind)
    .flatMap(({ path, parts }) => parts?.map((part) => `${path}/${part}`) ?? path)
    .map((each) => each.replace(`${REPOSITORIES}/`, ''));
}

describe('what is left over', () => {
  it('has each kind, with its files and bytes', async () => {
    expect(sums(await leftoversOf(fullVolume(volumeDir())))).toEqual([
      ['blob-directory-empty', 1, 0, 0],
      // Of `base` and `web` one each, and the two of the image whose manifest is gone.
      ['layer-link-stale', 3, 3, 213],
      ['layer-link-without-blob', 1, 1, 71],
      ['referrer-subject-gone', 1, 1, 71],
      ['repository-emptied', 1, 2, 142],
      ['repository-empty', 1, 1, 71],
      ['repository-without-manifests', 1, 1, 71],
      ['revision-blob-missing', 1, 1, 71],
      ['signature-subject-gone', 1, 2, 142],
      ['stray', 1, 1, 7000],
      ['tag-dangling', 2, 4, 284],
      ['tag-without-current', 1, 1, 71],
      ['tarsum-leftover', 1, 1, 71],
      ['temporary-file', 1, 1, 7],
      ['upload-never-purged', 2, 2, 5108],
      ['upload-stale', 1, 3, 3128],
    ]);
  });

  it('adds up to its totals', async () => {
    const { totals, kinds, items } = await leftoversOf(fullVolume(volumeDir()));
    const sum = (key: 'count' | 'files' | 'bytes') => kinds.reduce((all, each) => all + each[key], 0);
    expect(totals).toEqual({ count: sum('count'), files: sum('files'), bytes: sum('bytes') });
    expect(items).toHaveLength(totals.count);
  });

  it('goes without harm: images stay whole, and in the end nothing is left over', async () => {
    const volume = fullVolume(volumeDir());
    for (let round = 1; round <= 3; round++) {
      const { items } = await leftoversOf(volume);
      for (const { path, parts } of items)
        for (const each of parts?.map((part) => `${path}/${part}`) ?? [path]) volume.remove(each);
    }
    const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
    expect(findLeftovers(inventory).items).toEqual([]);
    expect(findFindings(inventory).findings).toEqual([]);
    const tags = inventory.database.prepare('SELECT repository, tag FROM tags ORDER BY repository').raw();
    expect(tags.all()).toEqual([
      ['team/api', '1'],
      ['team/web', '1'],
    ]);
    inventory.close();
  });

  it('is only what a collection and the API leave, on a volume where nothing is wrong', async () => {
    const found = await leftoversOf(healthyVolume(volumeDir()).age('2026-01-05T08:00:00Z'));
    expect(sums(found)).toEqual([
      ['layer-link-stale', 2, 2, 142],
      ['layer-link-without-blob', 1, 1, 71],
    ]);
  });
});

describe('a repository that is left over', () => {
  it('is never removed with what lies in it', async () => {
    const found = await leftoversOf(fullVolume(volumeDir()));
    expect(pathsOf(found, 'repository-empty')).toEqual(['team/_layers', 'team/_manifests', 'team/_uploads']);
    expect(pathsOf(found, 'repository-emptied')).toEqual(['old/emptied/_layers', 'old/emptied/_manifests']);
  });

  it('is none while it has an upload, which is told instead', async () => {
    const volume = aVolume(volumeDir()).at('2026-01-05T08:00:00Z');
    volume.repository('whole/app').image({ layers: ['a'], tag: '1' });
    volume.repository('failed/push').looseBlob('b').upload({ bytes: 10 });
    expect(sums(await leftoversOf(volume)).map(([kind]) => kind)).toEqual(['upload-stale']);
  });
});

describe('a layer link', () => {
  const build = () => aVolume(volumeDir()).at('2026-01-05T08:00:00Z');

  it('is not stale where an index leads to it, at any depth, be it untagged', async () => {
    const volume = build();
    volume.repository('a').index({ children: [{ children: [{ layers: ['deep'] }] }] });
    expect(sums(await leftoversOf(volume))).toEqual([]);
  });

  it('is not stale where a manifest names its blob by another digest', async () => {
    const volume = build();
    const stored = volume.writeBlob('by two names');
    const named = digestOf('by two names', 'sha512');
    const { manifest: mediaType, config, layer } = MEDIA_TYPES.oci;
    const layers = [{ mediaType: layer, digest: named, size: 12 }];
    const json = { mediaType, config: { mediaType: config, digest: stored, size: 12 }, layers };
    volume.repository('a').layerLink(named, stored).manifest(imageManifestJson(json), { tag: '1' });
    expect(sums(await leftoversOf(volume))).toEqual([]);
  });

  it('is stale whatever manifests of other repositories refer to', async () => {
    const volume = build();
    volume.repository('a').image({ layers: ['a'], tag: '1' });
    volume
      .repository('b')
      .image({ layers: ['b'], tag: '1', label: 'b' })
      .layerLink(layerDigest('a'));
    const { items } = await leftoversOf(volume);
    expect(items).toMatchObject([{ repository: 'b', digest: layerDigest('a'), bytes: 71, files: 1 }]);
  });
});

describe('what is young', () => {
  it('is kept apart, by --min-age', async () => {
    const volume = fullVolume(volumeDir());
    const hour = 60 * 60 * 1000;
    const anHourAgo = new Date(Date.now() - hour);
    const link = layerLinkPath('team/api', layerDigest('web'));
    fs.utimesSync(volume.resolve(link), anHourAgo, anHourAgo);
    const kindOf = ({ kinds }: Leftovers) => kinds.find(({ kind }) => kind === 'layer-link-stale');
    const one = { count: 1, files: 1, bytes: 71 };
    expect(kindOf(await leftoversOf(volume))).toMatchObject({ count: 2, young: one });
    const all = await leftoversOf(volume, { minAgeMs: hour / 2 });
    expect(kindOf(all)).toMatchObject({ count: 3, young: { count: 0 } });
    expect((await leftoversOf(volume)).items.filter(({ young }) => young)).toMatchObject([
      { kind: 'layer-link-stale', digest: layerDigest('web') },
    ]);
  });
});

describe('what holds blobs', () => {
  it('says what would be free without it', async () => {
    const volume = aVolume(volumeDir()).at('2026-01-05T08:00:00Z');
    const api = volume.repository('a');
    api.image({ layers: ['shared'], tag: '1' });
    api.image({ layers: ['shared', { name: 'own', bytes: 5000 }], label: 'signature' });
    const manifest = fs.statSync(volume.resolve(blobPath(api.digest))).size;
    api.tag(`${madeDigest('gone').replace(':', '-')}.sig`, api.digest);
    const { kinds } = await leftoversOf(volume);
    const { holds } = kinds.find(({ kind }) => kind === 'signature-subject-gone') ?? {};
    expect(holds?.blobs).toBe(3);
    expect(holds?.bytes).toBeGreaterThan(5000 + manifest);
    expect(holds?.bytes).toBeLessThan(6000 + manifest);
  });
});

describe('where the volume does not tell', () => {
  const BY_ITSELF = ['blob-directory-empty', 'stray', 'tarsum-leftover', 'temporary-file'];

  it('kinds that rest on links are not looked for: with GitLab’s database', async () => {
    const volume = fullVolume(volumeDir());
    volume.writeFileAt('docker/registry/lockfiles/database-in-use', '{"version":1}');
    const { caveats, unasked, kinds } = await leftoversOf(volume);
    expect(caveats).toMatchObject([{ code: 'metadata-elsewhere' }]);
    expect(kinds.map(({ kind }) => kind)).toEqual([...BY_ITSELF, 'upload-never-purged', 'upload-stale']);
    expect(unasked).toContain('layer-link-stale');
  });

  it('nor in a pull-through cache, which fetches what is missing', async () => {
    const found = await leftoversOf(fullVolume(volumeDir()).schedulerState([]));
    expect([found.caveats, found.unasked?.length]).toEqual([undefined, 10]);
  });

  it('nor where half of it is not there', async () => {
    const found = await leftoversOf(fullVolume(volumeDir()).remove(BLOBS).makeDirectory(BLOBS));
    expect(found.items.map(({ kind }) => kind)).not.toContain('tag-dangling');
    expect(found.unasked).toContain('tag-dangling');
  });

  it('references that could not be read make undetermined what rests on them', async () => {
    const volume = fullVolume(volumeDir());
    volume.repository('team/hidden').manifest('no JSON', { tag: '1' });
    const { kinds, undetermined } = await leftoversOf(volume);
    expect(undetermined).toBe(true);
    const doubtful = kinds.filter((each) => each.undetermined).map(({ kind }) => kind);
    expect(doubtful).toEqual([
      'layer-link-stale',
      'layer-link-without-blob',
      'referrer-subject-gone',
      'signature-subject-gone',
    ]);
  });
});
