import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/inspect/inspect.ts';
import { cosignSignature, sbom } from '../support/artifact-kinds.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf } from '../support/made-bytes.ts';
import { MEDIA_TYPES } from '../support/manifest-json.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const newVolume = () => aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');

async function inspected(volume: VolumeBuilder, reference: string) {
  const inventory = await inventoryOf(volume.dir);
  try {
    return inspect(inventory, reference);
  } finally {
    inventory.close();
  }
}

/** An image whose config says this. */
function imageSaying(config: object | string, layers = ['a', 'b']) {
  const content = typeof config === 'string' ? config : JSON.stringify(config);
  return { config: { name: 'config', content, mediaType: MEDIA_TYPES.oci.config }, layers };
}

describe('an image', () => {
  it('is told with what its config and its annotations say', async () => {
    const volume = newVolume();
    const history = [
      { created_by: 'ADD rootfs.tar /' },
      { created_by: 'ENV A=b', empty_layer: true },
      { created_by: 'RUN make' },
    ];
    const says = {
      created: '2026-01-04T08:00:00Z',
      os: 'linux',
      architecture: 's390x',
      config: { Labels: { a: 'b' } },
      history,
    };
    volume.repository('team/api').artifact({
      ...imageSaying(says),
      tag: '1',
      annotations: { 'org.opencontainers.image.source': 'here' },
    });
    volume.repository('team/other').image({ layers: ['a'], tag: '1' });
    const image = await inspected(volume, 'team/api:1');
    expect(image).toMatchObject({
      repository: 'team/api',
      tag: '1',
      tags: ['1'],
      digest: volume.repository('team/api').digest,
      kind: 'image',
      mediaType: MEDIA_TYPES.oci.manifest,
      pushedAt: '2026-01-05T08:00:00.000Z',
      platforms: ['linux/s390x'],
      annotations: { 'org.opencontainers.image.source': 'here' },
      config: {
        created: '2026-01-04T08:00:00.000Z',
        platform: 'linux/s390x',
        labels: { a: 'b' },
        uniqueToThis: true,
      },
      layers: [
        { digest: layerDigest('a'), bytes: 1000, uniqueToThis: false, createdBy: 'ADD rootfs.tar /' },
        { digest: layerDigest('b'), bytes: 1000, uniqueToThis: true, createdBy: 'RUN make' },
      ],
      referrers: [],
      unread: [],
    });
    expect(image.bytes - image.uniqueBytes).toBe(1000);
    expect(image.bytes).toBe(2000 + image.manifestBytes + image.config!.bytes);
  });

  it('of which the history has not one step for each layer is told without', async () => {
    const volume = newVolume();
    volume.repository('team/api').artifact({ ...imageSaying({ history: [{ created_by: 'x' }] }), tag: '1' });
    const { layers } = await inspected(volume, 'team/api:1');
    expect(layers?.map((layer) => layer.createdBy)).toEqual([undefined, undefined]);
  });

  it('is told from the inventory alone where its volume is not there, or is another', async () => {
    const volume = newVolume();
    volume.repository('team/api').image({ layers: ['a'], tag: '1' });
    const inventory = await inventoryOf(volume.dir);
    fs.renameSync(volume.dir, `${volume.dir}-away`);
    const alone = inspect(inventory, 'team/api:1');
    expect(alone).toMatchObject({
      kind: 'image',
      layers: [{ bytes: 1000 }],
      unread: [{ code: 'no-volume' }],
    });
    expect(alone.config).toMatchObject({ created: '2026-01-05T08:00:00.000Z', fromInventory: true });
    const other = aVolume(path.join(dir(), 'other'));
    other.orphan('x');
    expect(inspect(inventory, 'team/api:1', { volume: other.dir }).unread).toEqual(
      [alone.digest, alone.config!.digest].map((digest) => ({ code: 'missing', digest })),
    );
    const back = inspect(inventory, 'team/api:1', { volume: `${volume.dir}-away` });
    expect([back.config?.created, back.unread]).toEqual(['2026-01-05T08:00:00.000Z', []]);
    inventory.close();
  });

  it('is told without its volume by what the inventory keeps of its config, within an index too', async () => {
    const volume = newVolume();
    const says = (architecture: string) => ({
      created: '2026-01-04T08:00:00.5Z',
      os: 'linux',
      architecture,
      config: { Labels: { 'org.opencontainers.image.source': 'here', other: 'x' } },
      rootfs: { diff_ids: [digestOf('a'), digestOf('b')] },
      history: [
        { created_by: 'ADD rootfs.tar /' },
        { created_by: 'ENV A=b', empty_layer: true },
        { created_by: 'RUN make' },
      ],
    });
    const api = volume.repository('team/api').artifact({ ...imageSaying(says('s390x')), tag: '1' });
    api.index({ tag: 'all', children: [{ listed: api.digest }] });
    const inventory = await inventoryOf(volume.dir);
    const read = inspect(inventory, 'team/api:1');
    fs.renameSync(volume.dir, `${volume.dir}-away`);
    const kept = inspect(inventory, 'team/api:1');
    expect(kept).toEqual({
      ...read,
      config: { ...read.config, labels: { 'org.opencontainers.image.source': 'here' }, fromInventory: true },
      unread: kept.unread,
    });
    expect([kept.platforms, kept.layers?.map(({ createdBy }) => createdBy)]).toEqual([
      ['linux/s390x'],
      ['ADD rootfs.tar /', 'RUN make'],
    ]);
    expect(inspect(inventory, 'team/api:all').children?.[0]?.config).toEqual({
      ...kept.config,
      uniqueToThis: true,
    });
    inventory.close();
  });

  it('is told without what bytes say that are not what their digest says', async () => {
    const volume = newVolume();
    volume.repository('team/api').artifact({ ...imageSaying({ created: '2026-01-04T08:00:00Z' }), tag: '1' });
    const inventory = await inventoryOf(volume.dir);
    const { config } = inspect(inventory, 'team/api:1');
    const lie = JSON.stringify({ created: '2020-01-01T00:00:00Z' });
    volume.writeFileAt(blobPath(config!.digest), lie);
    const image = inspect(inventory, 'team/api:1');
    expect(image.config).not.toHaveProperty('created');
    expect(image.unread).toEqual([{ code: 'mismatch', digest: config!.digest, detail: digestOf(lie) }]);
    inventory.close();
  });

  it.each([
    ['is no JSON', 'nonsense', 'not-json'],
    ['is a list', '[]', 'not-json'],
    ['is deep', '['.repeat(300_000), 'not-json'],
    ['is huge', `{"created":"2026-01-04T08:00:00Z","x":"${'x'.repeat(5 * 1024 * 1024)}"}`, 'too-large'],
  ])('whose config %s is told without it', async (_, config, code) => {
    const volume = newVolume();
    volume.repository('team/api').artifact({ ...imageSaying(config), tag: '1' });
    const image = await inspected(volume, 'team/api:1');
    expect(image).toMatchObject({ kind: 'image', unread: [{ code, digest: image.config!.digest }] });
    expect(image.layers).toHaveLength(2);
  });

  it('that lacks blobs says which, and what size they should have', async () => {
    const volume = newVolume();
    const layers = [
      'a',
      { name: 'gone', bytes: 500, stored: false },
      { name: 'far', foreign: true },
      { name: 'cut', bytes: 300 },
    ];
    volume.repository('team/api').image({ layers, tag: '1' });
    volume.writeFileAt(blobPath(layerDigest({ name: 'cut', bytes: 300 })), 'x');
    const image = await inspected(volume, 'team/api:1');
    expect(image.layers).toMatchObject([
      { bytes: 1000, uniqueToThis: true },
      { bytes: 0, missing: true, expectedBytes: 500, uniqueToThis: false },
      { bytes: 0, missing: true, foreign: true },
      { bytes: 1, expectedBytes: 300 },
    ]);
    expect(image.layers?.[0]).not.toHaveProperty('missing');
  });

  it('of which a layer is named by another digest than it is kept by lacks nothing', async () => {
    const volume = newVolume();
    const layer = { name: 'a', algorithm: 'sha512', aliased: true } as const;
    volume.repository('team/api').image({ layers: [layer], tag: '1' });
    const { layers } = await inspected(volume, 'team/api:1');
    expect(layers).toMatchObject([
      { digest: layerDigest(layer), storedAs: layerDigest('a'), bytes: 1000, uniqueToThis: true },
    ]);
    expect(layers?.[0]).not.toHaveProperty('missing');
  });
});

describe('an index', () => {
  it('is told with its platforms, their attestations, and what is attached to each', async () => {
    const volume = newVolume();
    const web = volume.repository('team/web');
    web.index({
      tag: '1',
      children: [
        { layers: ['a'], label: 'amd64' },
        { layers: ['b'], label: 'arm64', platform: { os: 'linux', architecture: 'arm64' } },
        { attests: 0 },
      ],
    });
    const index = web.digest;
    const before = await inspected(volume, 'team/web:1');
    const [amd64, arm64] = before.children!;
    web.artifact(sbom(index)).artifact(cosignSignature(arm64!.digest));
    const told = await inspected(volume, `team/web@${index}`);
    expect(told).toMatchObject({ kind: 'index', platforms: ['linux/amd64', 'linux/arm64'], tags: ['1'] });
    expect(told.children).toMatchObject([
      { platform: 'linux/amd64', layers: [{ digest: layerDigest('a'), uniqueToThis: true }], referrers: [] },
      { platform: 'linux/arm64', referrers: [{ kind: 'signature', via: 'tag' }] },
      { kind: 'attestation', attests: amd64!.digest },
    ]);
    expect(told.referrers).toMatchObject([
      { kind: 'sbom', via: 'subject', artifactType: 'application/spdx+json' },
    ]);
    expect(await inspected(volume, `team/web@${amd64!.digest}`)).toMatchObject({
      platforms: ['linux/amd64'],
      tags: [],
    });
  });

  it('of which children are missing marks them', async () => {
    const volume = newVolume();
    const gone = digestOf('gone');
    const children = [{ listed: gone, platform: { os: 'linux', architecture: 'arm' } }];
    volume.repository('team/web').index({ tag: '1', children });
    const { children: told, unread } = await inspected(volume, 'team/web:1');
    expect(told).toMatchObject([
      { digest: gone, missing: true, kind: null, bytes: 0, platform: 'linux/arm' },
    ]);
    expect(unread).toEqual([]);
  });

  it('that lists one twice tells it once, and one in one in one not for ever', async () => {
    const volume = newVolume();
    const web = volume.repository('team/web').image({ layers: ['a'] });
    const image = web.digest;
    web.index({ tag: '1', children: [{ listed: image }, { listed: image }] });
    expect((await inspected(volume, 'team/web:1')).children).toMatchObject([
      { layers: [{}] },
      { cut: 'repeated', bytes: expect.any(Number) },
    ]);
    for (let depth = 0; depth < 30; depth++) web.index({ tag: 'deep', children: [{ listed: web.digest }] });
    const text = JSON.stringify(await inspected(volume, 'team/web:deep'));
    expect([...text.matchAll(/"cut":"too-deep"/g)]).toHaveLength(1);
  });
});

describe('an artifact', () => {
  it('is told with the names of its files', async () => {
    const volume = newVolume();
    const annotations = { 'org.opencontainers.image.title': 'weights.bin' };
    volume
      .repository('models')
      .artifact({ artifactType: 'application/x-model', layers: [{ name: 'a', annotations }, 'b'], tag: '1' });
    const model = await inspected(volume, 'models:1');
    expect(model).toMatchObject({ kind: 'artifact', artifactType: 'application/x-model' });
    expect(model.layers?.map(({ title }) => title)).toEqual(['weights.bin', undefined]);
  });
});

describe('an index of very many', () => {
  it('is told whole, with what the bytes of the first hundred manifests say', async () => {
    const volume = newVolume();
    const children = Array.from({ length: 120 }, (_, at) => ({ layers: ['a'], label: `image ${at}` }));
    volume.repository('team/many').index({ tag: '1', children });
    const many = await inspected(volume, 'team/many:1');
    expect(many.unread).toEqual([{ code: 'too-many' }]);
    const created = many.children?.map(({ config }) => config?.created !== undefined);
    expect([created?.length, created?.filter(Boolean).length]).toEqual([120, 99]);
  });
});

describe('what is attached', () => {
  it('is found by tags of another repository, where that keeps it apart from what it belongs to', async () => {
    const volume = newVolume();
    const signed = volume.repository('team/api').image({ layers: ['a'], tag: '1' }).digest;
    volume.repository('signatures').artifact(cosignSignature(signed));
    const { tag } = cosignSignature(signed);
    const found = await inspected(volume, 'team/api:1');
    expect(found.referrers).toMatchObject([{ via: 'tag', tag, repository: 'signatures', kind: 'signature' }]);
    volume.repository('signatures').image({ layers: ['a'], label: '1', tag: 'copied' });
    expect(volume.repository('signatures').digest).toBe(signed);
    expect((await inspected(volume, 'team/api:1')).referrers).toEqual([]);
    expect((await inspected(volume, 'signatures:copied')).referrers).toMatchObject([{ via: 'tag', tag }]);
  });

  it('may have something attached itself', async () => {
    const volume = newVolume();
    const api = volume.repository('team/api').image({ layers: ['a'], tag: '1' });
    api.artifact(sbom(api.digest));
    api.artifact(cosignSignature(api.digest));
    expect((await inspected(volume, 'team/api:1')).referrers).toMatchObject([
      { kind: 'sbom', referrers: [{ kind: 'signature', referrers: [] }] },
    ]);
    expect(await inspected(volume, `team/api@${api.digest}`)).toMatchObject({ kind: 'signature' });
  });

  it('is that of this repository: by subject, not what another has', async () => {
    const volume = newVolume();
    const signed = volume.repository('team/api').image({ layers: ['a'], tag: '1' }).digest;
    volume.repository('team/copy').artifact(sbom(signed));
    expect((await inspected(volume, 'team/api:1')).referrers).toEqual([]);
  });
});

describe('a manifest that is no ordinary one', () => {
  it('of schema 1 has layers, and says who refuses it', async () => {
    const volume = newVolume();
    volume.repository('team/old').image({ layers: ['a', 'b'], tag: '1', format: 'schema1' });
    const old = await inspected(volume, 'team/old:1');
    expect(old).toMatchObject({
      kind: 'image',
      mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
      layers: [{ digest: layerDigest('b') }, { digest: layerDigest('a') }],
      unread: [],
    });
    expect(Object.keys(old.faults ?? {})).toEqual(['3.x']);
    expect(old).not.toHaveProperty('config');
  });

  it('that does not parse names the digests that stand in it', async () => {
    const volume = newVolume();
    const layer = volume.orphan('a');
    volume.repository('team/odd').manifest(`{ "layers": [ "${layer}" `, { tag: '1' });
    expect(await inspected(volume, 'team/odd:1')).toMatchObject({
      kind: 'unknown',
      mediaType: null,
      faults: { '2.7-2.8': expect.any(String), '3.x': expect.any(String) },
      mentions: [{ digest: layer, bytes: 1000, uniqueToThis: true }],
    });
  });

  it('that is missing is told as far as its links do', async () => {
    const volume = newVolume();
    const { digest } = volume.repository('team/api').image({ layers: ['a'], tag: '1' });
    volume.remove(blobPath(digest));
    const { digest: told, ...rest } = await inspected(volume, 'team/api:1');
    expect([told, rest]).toEqual([
      digest,
      expect.objectContaining({
        missing: true,
        kind: null,
        mediaType: null,
        bytes: 0,
        manifestBytes: 0,
        unread: [],
      }),
    ]);
  });

  it('without a media type is told as what a registry serves it', async () => {
    const volume = newVolume();
    volume.repository('team/api').image({ layers: ['a'], tag: '1', namesItsType: false });
    expect((await inspected(volume, 'team/api:1')).mediaType).toBe(MEDIA_TYPES.oci.manifest);
  });
});

describe('a repository alone', () => {
  it('is its tag latest, and an error where it has none', async () => {
    const volume = newVolume();
    volume.repository('team/api').image({ layers: ['a'], tag: 'latest' });
    volume.repository('team/web').image({ layers: ['a'], tag: '1' });
    expect(await inspected(volume, 'https://reg.example.com/team/api/')).toMatchObject({ tag: 'latest' });
    await expect(inspected(volume, 'team/web')).rejects.toThrow("team/web has no tag 'latest'");
  });
});
