import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findOrphans, VolumeError } from '../../src/index.ts';
import { findOrphanManifests, type OrphanManifest } from '../../src/inspect/orphans/find-orphan-manifests.ts';
import { helmChart, sbom } from '../support/artifact-kinds.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { MEDIA_TYPES } from '../support/manifest-json.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const newVolume = () => aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');

async function found(volume: VolumeBuilder, options = {}) {
  const inventory = await inventoryOf(volume.dir);
  try {
    const { blobs } = findOrphans(inventory, options);
    const { manifests, unread } = findOrphanManifests(inventory, blobs);
    return { blobs, manifests: Object.fromEntries(manifests) as Record<string, OrphanManifest>, unread };
  } finally {
    inventory.close();
  }
}

const imageOf = (says: object, layers = ['a']) => ({
  config: { name: 'config', content: JSON.stringify(says), mediaType: MEDIA_TYPES.oci.config },
  layers,
});

describe('of the blobs that nothing refers to', () => {
  it('those that are manifests are told, with kind, name and where they were', async () => {
    const volume = newVolume();
    const labels = { 'org.opencontainers.image.source': 'https://git.example/shop', maintainer: 'x' };
    const says = {
      created: '2026-01-04T08:00:00Z',
      os: 'linux',
      architecture: 'amd64',
      config: { Labels: labels },
    };
    const api = volume.repository('team/api');
    const annotations = { 'org.opencontainers.image.version': '1.2' };
    const image = api.artifact({ ...imageOf(says), annotations, tag: '1' }).digest;
    api.deleteManifest(image);
    const { blobs, manifests, unread } = await found(volume);
    expect(blobs).toHaveLength(3);
    expect(manifests).toEqual({
      [image]: {
        kind: 'image',
        mediaType: MEDIA_TYPES.oci.manifest,
        created: '2026-01-04T08:00:00.000Z',
        name: 'https://git.example/shop',
        version: '1.2',
        labels: { 'org.opencontainers.image.source': 'https://git.example/shop', ...annotations },
        bytes: blobs.reduce((sum, { bytes }) => sum + bytes, 0),
        whole: true,
        platforms: ['linux/amd64'],
        repositories: ['team/api'],
      },
    });
    expect(unread).toEqual([]);
  });

  it('nothing else is: configs, layers, what looks like JSON, what is larger than a registry reads', async () => {
    const volume = newVolume();
    volume.orphan('layer');
    for (const text of ['{}', '{"os":"linux","rootfs":{}}', '[]', '{nonsense', '', '{"schemaVersion":3}'])
      volume.writeBlob(text);
    volume.writeBlob(`{"schemaVersion":2,"config":{},"layers":[],"x":"${'x'.repeat(4 * 1024 * 1024)}"}`);
    expect(await found(volume)).toMatchObject({ manifests: {}, unread: [] });
  });

  it('charts and manifests of schema 1 have the names that stand in them', async () => {
    const volume = newVolume();
    const charts = volume.repository('charts');
    const { annotations: _, ...chart } = helmChart({ name: 'shop', version: '1.3.0' });
    const digest = charts.artifact({ ...chart, tag: '1.3.0' }).digest;
    charts.deleteManifest(digest);
    const old = volume.repository('team/old').image({ layers: ['o'], tag: '7', format: 'schema1' });
    const oldDigest = old.digest;
    old.deleteManifest(oldDigest);
    expect((await found(volume)).manifests).toMatchObject({
      [digest]: { kind: 'helm-chart', name: 'shop', version: '1.3.0', repositories: ['charts'] },
      [oldDigest]: { kind: 'image', name: 'team/old', version: '7', whole: true },
    });
  });

  it('an index is whole with all its images, which say what lists them', async () => {
    const volume = newVolume();
    const web = volume.repository('team/web').index({
      tag: '1',
      children: [
        { layers: ['a'], label: 'web' },
        { layers: ['b'], label: 'web', platform: { os: 'linux', architecture: 'arm64' } },
      ],
    });
    const index = web.digest;
    volume
      .remove(`${REPOSITORIES}/team/web/_manifests/revisions`)
      .remove(`${REPOSITORIES}/team/web/_manifests/tags`);
    const whole = await found(volume);
    const children = Object.keys(whole.manifests).filter((digest) => digest !== index);
    expect(children).toHaveLength(2);
    expect(whole.manifests[index]).toMatchObject({
      kind: 'index',
      name: 'web',
      whole: true,
      platforms: ['linux/amd64', 'linux/arm64'],
      repositories: ['team/web'],
    });
    for (const child of children)
      expect(whole.manifests[child]).toMatchObject({ listedBy: [index], whole: true });
    volume.remove(blobPath(layerDigest('b')));
    const broken = (await found(volume)).manifests;
    expect(broken[index]).toMatchObject({ whole: false, missing: 1 });
    expect(children.map((child) => broken[child]?.whole).sort()).toEqual([false, true]);
    expect(broken[index]!.bytes).toBe(whole.manifests[index]!.bytes - 1000);
  });

  it('one may lead to what is in use, and lacks no foreign layer', async () => {
    const volume = newVolume();
    const api = volume.repository('team/api').image({ layers: ['shared', 'b'], tag: '1' });
    const kept = api.digest;
    const image = api.image({
      layers: ['shared', { name: 'far', foreign: true }],
      tag: '2',
      label: 'b',
    }).digest;
    const index = api.index({ tag: '3', children: [{ listed: kept }] }).digest;
    api.deleteManifest(image).deleteManifest(index);
    const { manifests } = await found(volume);
    expect(manifests[image]).toMatchObject({ whole: true });
    expect(manifests[index]).toMatchObject({ whole: true });
    expect(manifests[index]!.bytes).toBeGreaterThan(2000);
    expect(manifests[index]).not.toHaveProperty('listedBy');
  });

  it('with those that only untagged manifests hold, these are told alike', async () => {
    const volume = newVolume();
    const api = volume.repository('team/api').image({ layers: ['a'], tag: '1' });
    const subject = api.digest;
    const document = api.artifact(sbom(subject)).digest;
    expect(await found(volume)).toMatchObject({ blobs: [], manifests: {} });
    expect((await found(volume, { untagged: true })).manifests).toMatchObject({
      [document]: { kind: 'sbom', artifactType: 'application/spdx+json', subject, whole: true },
    });
  });

  it('those that are not what their digest says are not believed, and long labels are no names', async () => {
    const volume = newVolume();
    const api = volume.repository('team/api');
    const title = {
      'org.opencontainers.image.title': 'x'.repeat(2000),
      'org.opencontainers.image.url': 'short',
    };
    const named = api.artifact({ ...imageOf({ config: { Labels: title } }), tag: '1' }).digest;
    const damaged = api.image({ layers: ['c'], tag: '2' }).digest;
    api.deleteManifest(named).deleteManifest(damaged);
    fs.appendFileSync(volume.resolve(blobPath(damaged)), ' ');
    const { manifests, unread } = await found(volume);
    expect(Object.keys(manifests)).toEqual([named]);
    expect(manifests[named]).toMatchObject({
      name: 'short',
      labels: { 'org.opencontainers.image.url': 'short' },
    });
    expect(unread).toMatchObject([{ code: 'mismatch', digest: damaged }]);
  });

  it('that name themselves end', async () => {
    const volume = newVolume();
    const odd = '{"schemaVersion":2,"manifests":[{"digest":"sha256:..."}],"mediaType":"';
    volume.writeBlob(`${odd}${MEDIA_TYPES.oci.index}"}`);
    const { manifests } = await found(volume);
    expect(Object.values(manifests)).toMatchObject([{ kind: 'index', whole: false, missing: 1 }]);
  });

  it('none are told where the volume is not there', async () => {
    const volume = newVolume();
    volume.orphan('a');
    const inventory = await inventoryOf(volume.dir);
    volume.remove('.');
    expect(() => findOrphanManifests(inventory, [])).toThrow(VolumeError);
    inventory.close();
  });
});
