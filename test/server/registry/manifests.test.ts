import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoVolume } from '../../support/demo-volume.ts';
import { digestOf, madeDigest } from '../../support/made-bytes.ts';
import { MEDIA_TYPES } from '../../support/manifest-json.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../../support/volume-builder.ts';
import { blobPath, currentLinkPath, REPOSITORIES, revisionLinkPath } from '../../support/volume-paths.ts';
import { faultOf, type Served, serveVolume } from './served.ts';

const dir = temporaryDirectory();
const volumeDir = () => path.join(dir(), 'volume');
const stored = (digest: string) => fs.readFileSync(path.join(volumeDir(), blobPath(digest)));
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

async function serveImage(): Promise<{ volume: VolumeBuilder; digest: string; served: Served }> {
  const volume = aVolume(volumeDir());
  const { digest } = volume.repository('team/app').image({ layers: [{ name: 'a', bytes: 100 }], tag: 'v1' });
  return { volume, digest, served: await serveVolume(volumeDir()) };
}

describe('a manifest', () => {
  it('comes as it is stored, by every tag and digest of a volume', async () => {
    demoVolume(volumeDir());
    const served = await serveVolume(volumeDir());
    const { repositories } = (await (await served.get('_catalog')).json()) as { repositories: string[] };
    let count = 0;
    for (const name of repositories) {
      const { tags } = (await (await served.get(`${name}/tags/list`)).json()) as { tags: string[] };
      for (const tag of tags) {
        const digest = fs.readFileSync(path.join(volumeDir(), currentLinkPath(name, tag)), 'latin1');
        for (const reference of [tag, digest, digest.replace(':', '%3A')]) {
          const response = await served.get(`${name}/manifests/${reference}`);
          const { headers } = response;
          const content = stored(digest);
          expect(await bytesOf(response), `${name}:${reference}`).toEqual(content);
          expect([response.status, headers.get('docker-content-digest')]).toEqual([200, digest]);
          expect([headers.get('etag'), headers.get('content-length')]).toEqual([
            `"${digest}"`,
            String(content.length),
          ]);
          const { mediaType } = JSON.parse(content.toString()) as { mediaType?: string };
          expect(headers.get('content-type')).toBe(mediaType ?? MEDIA_TYPES.oci.manifest);
          count++;
        }
      }
    }
    expect(count).toBeGreaterThan(30);
  });

  it('has the type that it says, or that of what it is made of', async () => {
    const volume = aVolume(volumeDir());
    const repository = volume.repository('types');
    const layers = [{ name: 'a', bytes: 10 }];
    const expected: Array<[string, string]> = [];
    const expectType = (type: string) => expected.push([repository.digest, type]);
    for (const format of ['oci', 'schema2'] as const) {
      repository.image({ layers, format, label: format });
      expectType(MEDIA_TYPES[format].manifest);
    }
    repository.image({ layers, namesItsType: false, label: 'none' });
    expectType(MEDIA_TYPES.oci.manifest);
    repository.image({ layers, format: 'schema1', label: 'one' });
    expectType('application/vnd.docker.distribution.manifest.v1+json');
    const images = [{ layers, label: 'child' }];
    repository.index({ children: images, format: 'list' });
    expectType(MEDIA_TYPES.schema2.index);
    repository.index({ children: images, namesItsType: false });
    expectType(MEDIA_TYPES.oci.index);
    const odd = (json: object, type: string) => {
      repository.manifest(JSON.stringify(json));
      expectType(type);
    };
    odd(
      { schemaVersion: 2, mediaType: 'application/x\r\nset-cookie: a=b', layers: [] },
      MEDIA_TYPES.oci.manifest,
    );
    odd(
      { schemaVersion: 2, mediaType: 'application/x; charset=utf-8', manifests: [] },
      MEDIA_TYPES.oci.index,
    );
    odd(
      { schemaVersion: 7, mediaType: 'application/vnd.of.tomorrow+json' },
      'application/vnd.of.tomorrow+json',
    );
    repository.manifest('no JSON');
    expectType('application/octet-stream');
    const served = await serveVolume(volumeDir());
    for (const [digest, type] of expected) {
      const response = await served.get(`types/manifests/${digest}`);
      expect(await bytesOf(response)).toEqual(stored(digest));
      expect(response.headers.get('content-type'), stored(digest).toString()).toBe(type);
    }
  });

  it('comes in ranges, too, as containerd fetches it', async () => {
    const { digest, served } = await serveImage();
    const content = stored(digest);
    const part = await served.get('team/app/manifests/v1', { range: 'bytes=100-' });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes 100-${content.length - 1}/${content.length}`,
    ]);
    expect(await bytesOf(part)).toEqual(content.subarray(100));
    const beyond = await served.get('team/app/manifests/v1', { range: 'bytes=99999-' });
    expect(beyond.headers.get('content-range')).toBe(`bytes */${content.length}`);
    expect(await faultOf(beyond)).toEqual([416, 'RANGE_INVALID']);
  });

  it('is not sent again to who has it', async () => {
    const { digest, served } = await serveImage();
    for (const known of [`"${digest}"`, `W/"${digest}"`, `"x", "${digest}"`, '*']) {
      const response = await served.get('team/app/manifests/v1', { 'if-none-match': known });
      expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([
        304,
        `"${digest}"`,
        '',
      ]);
    }
    expect((await served.get('team/app/manifests/v1', { 'if-none-match': '"x"' })).status).toBe(200);
    expect(await faultOf(await served.get('team/app/manifests/v2', { 'if-none-match': '*' }))).toEqual([
      404,
      'MANIFEST_UNKNOWN',
    ]);
  });
});

describe('a tag', () => {
  it('is what it is on the disk at this moment', async () => {
    const { volume, digest, served } = await serveImage();
    const repository = volume.repository('team/app');
    repository.image({ layers: [{ name: 'b', bytes: 100 }], tag: 'v1' });
    expect(repository.digest).not.toBe(digest);
    const response = await served.get('team/app/manifests/v1');
    expect(response.headers.get('docker-content-digest')).toBe(repository.digest);
    expect(await bytesOf(response)).toEqual(stored(repository.digest));
    repository.deleteTag('v1');
    expect(await faultOf(await served.get('team/app/manifests/v1'))).toEqual([404, 'MANIFEST_UNKNOWN']);
  });

  it('whose link says nothing leads nowhere, and the answer says why', async () => {
    const { volume, served } = await serveImage();
    volume.writeLink(currentLinkPath('team/app', 'v1'), '');
    const response = await served.get('team/app/manifests/v1');
    expect(await response.text()).toContain('its link says no digest: empty');
    expect(response.status).toBe(404);
  });
});

describe('a repository has a manifest', () => {
  it('that was deleted since the scan no more', async () => {
    const { volume, digest, served } = await serveImage();
    volume.repository('team/app').deleteManifest(digest);
    expect(await faultOf(await served.get(`team/app/manifests/${digest}`))).toEqual([
      404,
      'MANIFEST_UNKNOWN',
    ]);
  });

  it('by digest, where a tag leads to it and its revision was lost', async () => {
    const { volume, digest } = await serveImage();
    volume.remove(`${REPOSITORIES}/team/app/_manifests/revisions`);
    const served = await serveVolume(volumeDir());
    for (const reference of ['v1', digest])
      expect((await served.get(`team/app/manifests/${reference}`)).status).toBe(200);
    volume.repository('team/app').deleteTag('v1');
    expect((await served.get(`team/app/manifests/${digest}`)).status).toBe(404);
  });

  it('that its index lists, where the link was lost before the scan, and not where it was deleted since', async () => {
    const volume = aVolume(volumeDir());
    const repository = volume.repository('team/app');
    const layers = [{ name: 'a', bytes: 100 }];
    repository.index({
      tag: 'v1',
      children: [
        { layers, label: 'lost' },
        { layers, label: 'kept' },
      ],
    });
    const [lost, kept] = (
      JSON.parse(stored(repository.digest).toString()) as { manifests: { digest: string }[] }
    ).manifests as [{ digest: string }, { digest: string }];
    volume.remove(revisionLinkPath('team/app', lost.digest));
    const served = await serveVolume(volumeDir());
    expect((await served.get(`team/app/manifests/${lost.digest}`)).status).toBe(200);
    volume.remove(revisionLinkPath('team/app', kept.digest));
    expect((await served.get(`team/app/manifests/${kept.digest}`)).status).toBe(404);
  });

  it('of another repository, or a layer for a manifest, never', async () => {
    const { volume, digest } = await serveImage();
    volume.repository('other').image({ layers: [{ name: 'b', bytes: 100 }], tag: 'v1' });
    const served = await serveVolume(volumeDir());
    expect(await faultOf(await served.get(`other/manifests/${digest}`))).toEqual([404, 'MANIFEST_UNKNOWN']);
    const { layers } = JSON.parse(stored(digest).toString()) as { layers: { digest: string }[] };
    expect((await served.get(`team/app/manifests/${layers[0]?.digest}`)).status).toBe(404);
    expect((await served.get(`team/app/blobs/${layers[0]?.digest}`)).status).toBe(200);
  });

  it('whose bytes are damaged or gone not to give, and says so', async () => {
    const { volume, digest, served } = await serveImage();
    volume.writeFileAt(blobPath(digest), 'rotten');
    const damaged = await served.get('team/app/manifests/v1');
    expect(damaged.status).toBe(404);
    expect(await damaged.text()).toContain(`its bytes are damaged: they are ${digestOf('rotten')}`);
    volume.remove(blobPath(digest));
    const gone = await served.get('team/app/manifests/v1');
    expect(await gone.json()).toEqual({
      errors: [
        {
          code: 'MANIFEST_UNKNOWN',
          message: 'manifest unknown',
          detail: { digest, reason: 'the repository has it, but its bytes are not there' },
        },
      ],
    });
  });

  it('by another algorithm', async () => {
    const { volume, digest, served } = await serveImage();
    const other = digestOf(stored(digest), 'sha512');
    volume.writeLink(revisionLinkPath('team/app', other), digest);
    const response = await served.get(`team/app/manifests/${other}`);
    expect(response.headers.get('docker-content-digest')).toBe(other);
    expect(await bytesOf(response)).toEqual(stored(digest));
  });
});

describe('what is no manifest', () => {
  it.each([
    ['team/app/manifests/v9', 404, 'MANIFEST_UNKNOWN'],
    [`team/app/manifests/${madeDigest('nothing')}`, 404, 'MANIFEST_UNKNOWN'],
    ['nobody/manifests/v1', 404, 'NAME_UNKNOWN'],
    ['team/app/manifests/sha256:baddigeststring', 400, 'DIGEST_INVALID'],
    [`team/app/manifests/md5:${'a'.repeat(32)}`, 400, 'DIGEST_INVALID'],
    ['team/app/manifests/-v1', 404, 'MANIFEST_UNKNOWN'],
  ])('%s is answered %d %s', async (name, status, code) => {
    const { served } = await serveImage();
    expect(await faultOf(await served.get(name))).toEqual([status, code]);
    expect((await served.head(name)).status).toBe(status);
  });
});
