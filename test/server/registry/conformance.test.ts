import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf, madeBytes, madeDigest } from '../../support/made-bytes.ts';
import { indexJson, MEDIA_TYPES } from '../../support/manifest-json.ts';
import type { RepositoryBuilder } from '../../support/repository-builder.ts';
import { sharedDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { layerLinkPath } from '../../support/volume-paths.ts';
import { type Served, serveVolumeForAll } from './served.ts';

/*
 * What the conformance program of the OCI distribution specification asks of a registry that it may only read
 * (opencontainers/distribution-spec, conformance/README.md: OCI_API_PUSH=false with OCI_RO_DATA_TAGS, _MANIFESTS, _BLOBS
 * and _REFERRERS), made again by its names: that program is written in Go 1.24.
 */

const dir = sharedDirectory();
const EMPTY = { name: 'empty', content: '{}', mediaType: MEDIA_TYPES.empty };

/** A repository's data, by the names of the conformance program. */
interface Data {
  readonly push: (repository: RepositoryBuilder) => void;
  /** Blobs of it that have to be there; what its manifest lists where nothing is said. */
  readonly blobs?: readonly string[];
}

const LAYERS = [{ name: 'layer', bytes: 2500 }];
const LAYER = digestOf(madeBytes('layer', 2500));
const OTHER_NAME = digestOf(madeBytes('layer', 2500), 'sha512');

const DATA: Readonly<Record<string, Data>> = {
  image: { push: (repository) => repository.image({ layers: LAYERS, tag: 'tag' }), blobs: [LAYER] },
  'image, docker': {
    push: (repository) => repository.image({ layers: LAYERS, format: 'schema2', tag: 'tag' }),
    blobs: [LAYER],
  },
  index: {
    push: (repository) =>
      repository.index({
        children: [
          { layers: LAYERS, label: 'a' },
          { layers: LAYERS, label: 'b' },
        ],
        tag: 'tag',
      }),
    blobs: [LAYER],
  },
  'nested index': {
    push: (repository) => {
      repository.index({ children: [{ layers: LAYERS, label: 'a' }] });
      const inner = repository.volume.describe(repository.digest);
      repository.manifest(indexJson({ mediaType: MEDIA_TYPES.oci.index, manifests: [inner] }), {
        tag: 'tag',
      });
    },
    blobs: [LAYER],
  },
  'sparse index': {
    push: (repository) => {
      repository.image({ layers: LAYERS, label: 'there' });
      const manifests = [repository.digest, madeDigest('not there')].map((digest) =>
        repository.volume.describe(digest),
      );
      repository.manifest(indexJson({ mediaType: MEDIA_TYPES.oci.index, manifests }), { tag: 'tag' });
    },
    blobs: [LAYER],
  },
  artifact: {
    push: (repository) =>
      repository.artifact({ artifactType: 'application/vnd.test', layers: LAYERS, tag: 'tag' }),
    blobs: [LAYER],
  },
  'artifact without artifactType': {
    push: (repository) =>
      repository.artifact({
        config: { ...EMPTY, mediaType: 'application/vnd.test.config' },
        layers: LAYERS,
        tag: 'tag',
      }),
    blobs: [LAYER],
  },
  'subject missing': {
    push: (repository) =>
      repository.artifact({
        artifactType: 'application/vnd.test',
        layers: LAYERS,
        subject: madeDigest('missing'),
        tag: 'tag',
      }),
    blobs: [LAYER],
  },
  'custom fields': {
    push: (repository) => {
      repository.image({ layers: LAYERS, label: 'made of' });
      const json = {
        schemaVersion: 2,
        mediaType: MEDIA_TYPES.oci.manifest,
        'org.example.field': { a: [1] },
        layers: [],
        config: { mediaType: MEDIA_TYPES.oci.config, digest: LAYER, size: 2500, 'org.example': true },
      };
      repository.manifest(JSON.stringify(json), { tag: 'tag' });
    },
  },
  'no layers': { push: (repository) => repository.image({ layers: [], tag: 'tag' }) },
  'empty blob': {
    push: (repository) => repository.image({ layers: [{ name: 'nothing', bytes: 0 }], tag: 'tag' }),
    blobs: [digestOf('')],
  },
  sha512: {
    push: (repository) => {
      repository.image({ layers: LAYERS, tag: 'tag' });
      repository.volume.writeLink(layerLinkPath(repository.name, OTHER_NAME), LAYER);
    },
    blobs: [OTHER_NAME],
  },
  nondistributable: {
    push: (repository) => {
      const layer = {
        mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
        digest: madeDigest('elsewhere'),
        size: 9,
        urls: ['https://registry.example/layer'],
      };
      const config = repository.volume.writeBlob('{}');
      repository.layerLink(config);
      const json = {
        schemaVersion: 2,
        mediaType: MEDIA_TYPES.oci.manifest,
        config: { mediaType: MEDIA_TYPES.oci.config, digest: config, size: 2 },
        layers: [layer],
      };
      repository.manifest(JSON.stringify(json), { tag: 'tag' });
    },
    blobs: [digestOf('{}')],
  },
};

const nameOf = (data: string) => data.replaceAll(/[ ,]+/g, '-').toLowerCase();
const digests = new Map<string, string>();
let served: Served;
let subject: string;
let attached: { readonly typed: string; readonly other: string };

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  for (const [data, { push }] of Object.entries(DATA)) {
    const repository = volume.repository(nameOf(data));
    push(repository);
    digests.set(data, repository.digest);
  }
  const tags = volume.repository('tags');
  tags.image({ layers: LAYERS });
  for (const tag of ['tag1', 'tag2', 'tag3', 'tag4']) tags.tag(tag, tags.digest);
  volume.repository('empty').image({ layers: LAYERS });
  const referrers = volume.repository('referrers');
  referrers.image({ layers: LAYERS });
  subject = referrers.digest;
  const attach = (artifactType: string) => {
    referrers.artifact({
      artifactType,
      layers: [{ name: artifactType, bytes: 9 }],
      subject,
      annotations: { 'org.example': artifactType },
    });
    return referrers.digest;
  };
  attached = { typed: attach('application/vnd.a'), other: attach('application/vnd.b') };
  served = await serveVolumeForAll(volume.dir);
});

describe('ping', () => {
  it('is answered', async () => {
    expect((await served.get('')).status).toBe(200);
  });
});

describe.each(Object.entries(DATA))('%s', (data, { blobs = [] }) => {
  const name = nameOf(data);

  it.each(['tag', 'digest'])('head and pull of the manifest by %s', async (by) => {
    const digest = digests.get(data) as string;
    const reference = by === 'tag' ? 'tag' : digest;
    const [head, get] = [
      await served.head(`${name}/manifests/${reference}`),
      await served.get(`${name}/manifests/${reference}`),
    ];
    const body = Buffer.from(await get.arrayBuffer());
    for (const { status, headers } of [head, get]) {
      expect([status, headers.get('docker-content-digest')]).toEqual([200, digest]);
      expect(headers.get('content-length')).toBe(String(body.length));
      expect(headers.get('content-type')).toBe(
        (JSON.parse(body.toString()) as { mediaType: string }).mediaType,
      );
    }
    expect(digestOf(body)).toBe(digest);
  });

  // Indexes list manifests and have no blobs of their own.
  if (blobs.length > 0)
    it('head and pull of blobs, and ranges of them', async () => {
      for (const digest of blobs) {
        const [head, get] = [
          await served.head(`${name}/blobs/${digest}`),
          await served.get(`${name}/blobs/${digest}`),
        ];
        const body = Buffer.from(await get.arrayBuffer());
        for (const { status, headers } of [head, get])
          expect([status, headers.get('docker-content-digest'), headers.get('content-length')]).toEqual([
            200,
            digest,
            String(body.length),
          ]);
        expect(digestOf(body, digest.startsWith('sha512') ? 'sha512' : 'sha256')).toBe(digest);
        if (body.length !== 2500) continue;
        for (const [range, start, end] of [
          ['bytes=500-1499', 500, 1500],
          ['bytes=500-', 500, 2500],
          ['bytes=-500', 2000, 2500],
          ['bytes=2000-5000', 2000, 2500],
        ] as const) {
          const part = await served.get(`${name}/blobs/${digest}`, { range });
          expect([part.status, part.headers.get('content-range')]).toEqual([
            206,
            `bytes ${start}-${end - 1}/2500`,
          ]);
          expect(Buffer.from(await part.arrayBuffer())).toEqual(body.subarray(start, end));
        }
        expect((await served.get(`${name}/blobs/${digest}`, { range: 'bytes=2500-' })).status).toBe(416);
      }
    });

  it('tag list', async () => {
    expect(await (await served.get(`${name}/tags/list`)).json()).toEqual({ name, tags: ['tag'] });
  });

  it('empty referrers', async () => {
    const response = await served.get(`${name}/referrers/${digests.get(data)}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, MEDIA_TYPES.oci.index]);
    expect(await response.json()).toEqual({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.oci.index,
      manifests: [],
    });
  });
});

describe('tag list', () => {
  it.each([
    ['', ['tag1', 'tag2', 'tag3', 'tag4']],
    ['?n=2', ['tag1', 'tag2']],
    ['?n=0', []],
    ['?n=2&last=tag2', ['tag3', 'tag4']],
    ['?last=tag1', ['tag2', 'tag3', 'tag4']],
    ['?last=tag4', []],
    ['?n=100', ['tag1', 'tag2', 'tag3', 'tag4']],
  ])('with %j', async (query, tags) => {
    const response = await served.get(`tags/tags/list${query}`);
    expect([response.status, await response.json()]).toEqual([200, { name: 'tags', tags }]);
    expect(response.headers.has('link')).toBe(query === '?n=2');
  });

  it('that is empty', async () => {
    expect(await (await served.get('empty/tags/list')).json()).toEqual({ name: 'empty', tags: [] });
  });
});

describe('referrers', () => {
  it('with subject, types and annotations', async () => {
    const { manifests } = (await (await served.get(`referrers/referrers/${subject}`)).json()) as {
      manifests: object[];
    };
    expect(manifests).toHaveLength(2);
    expect(manifests).toContainEqual({
      mediaType: MEDIA_TYPES.oci.manifest,
      digest: attached.typed,
      size: expect.any(Number),
      artifactType: 'application/vnd.a',
      annotations: { 'org.example': 'application/vnd.a' },
    });
  });

  it('with a filter', async () => {
    const response = await served.get(`referrers/referrers/${subject}?artifactType=application%2Fvnd.b`);
    expect(response.headers.get('oci-filters-applied')).toBe('artifactType');
    expect(await response.json()).toMatchObject({ manifests: [{ digest: attached.other }] });
  });

  it('of what is missing, listed all the same', async () => {
    const response = await served.get(`subject-missing/referrers/${madeDigest('missing')}`);
    expect(await response.json()).toMatchObject({ manifests: [{ digest: digests.get('subject missing') }] });
  });
});

describe('missing', () => {
  it.each([
    ['manifest by digest', `tags/manifests/${madeDigest('none')}`, [404]],
    ['manifest by tag', 'tags/manifests/missing', [404]],
    ['manifest by a bad digest', 'tags/manifests/sha256:baddigeststring', [404, 400]],
    ['blob', `tags/blobs/${madeDigest('none')}`, [404]],
    ['blob by a bad digest', 'tags/blobs/sha256:baddigeststring', [404, 400]],
    ['referrers of a bad digest', 'tags/referrers/sha256:baddigeststring', [400]],
    ['repository', 'missing/tags/list', [404]],
  ])('%s', async (_, what, statuses) => {
    for (const response of [await served.head(what), await served.get(what)])
      expect(statuses).toContain(response.status);
    const { errors } = (await (await served.get(what)).json()) as {
      errors: Array<{ code: string; message: string }>;
    };
    expect(errors[0]).toMatchObject({
      code: expect.stringMatching(/^[A-Z_]+$/),
      message: expect.any(String),
    });
  });
});
