import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoVolume } from '../../support/demo-volume.ts';
import { madeDigest } from '../../support/made-bytes.ts';
import { indexJson, MEDIA_TYPES } from '../../support/manifest-json.ts';
import type { RepositoryBuilder } from '../../support/repository-builder.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { blobPath } from '../../support/volume-paths.ts';
import { faultOf, type Served, serveVolume } from './served.ts';

const dir = temporaryDirectory();
const volumeDir = () => path.join(dir(), 'volume');

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Record<string, string>;
}

async function referrersOf(
  served: Served,
  repository: string,
  digest: string,
  query = '',
): Promise<Descriptor[]> {
  const response = await served.get(`${repository}/referrers/${digest}${query}`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, MEDIA_TYPES.oci.index]);
  const index = (await response.json()) as {
    schemaVersion: number;
    mediaType: string;
    manifests: Descriptor[];
  };
  expect([index.schemaVersion, index.mediaType]).toEqual([2, MEDIA_TYPES.oci.index]);
  return index.manifests;
}

/** Pushes something that is attached to a manifest, and says its digest. */
function attach(repository: RepositoryBuilder, subject: string, name: string, more: object = {}): string {
  const artifactType = `application/vnd.test.${name}+json`;
  repository.artifact({ artifactType, layers: [{ name, bytes: 10 }], subject, ...more });
  return repository.digest;
}

function withImage(): { repository: RepositoryBuilder; subject: string } {
  const repository = aVolume(volumeDir()).repository('team/app');
  repository.image({ layers: [{ name: 'a', bytes: 100 }], tag: 'v1' });
  return { repository, subject: repository.digest };
}

describe('the referrers of a manifest', () => {
  it('are told with size, types and annotations, as their bytes have them', async () => {
    const { repository, subject } = withImage();
    const annotations = { 'org.example.by': 'tool', ['__proto__']: 'odd' };
    const signed = attach(repository, subject, 'signature', { annotations });
    const served = await serveVolume(volumeDir());
    const content = fs.readFileSync(path.join(volumeDir(), blobPath(signed)));
    expect(await referrersOf(served, 'team/app', subject)).toEqual([
      {
        mediaType: MEDIA_TYPES.oci.manifest,
        digest: signed,
        size: content.length,
        artifactType: 'application/vnd.test.signature+json',
        annotations: (JSON.parse(content.toString()) as Descriptor).annotations,
      },
    ]);
  });

  it('have the type of their config where they say none, and an index has none then', async () => {
    const { repository, subject } = withImage();
    const config = { name: 'config', content: '{"a":1}', mediaType: 'application/vnd.test.config+json' };
    repository.artifact({ config, layers: [{ name: 'b', bytes: 10 }], subject });
    const typed = repository.digest;
    const about = { mediaType: MEDIA_TYPES.oci.manifest, digest: subject, size: 1 };
    const bare = JSON.stringify({
      ...JSON.parse(indexJson({ mediaType: MEDIA_TYPES.oci.index, manifests: [] })),
      subject: about,
    });
    repository.manifest(bare);
    const untyped = repository.digest;
    const served = await serveVolume(volumeDir());
    const found = await referrersOf(served, 'team/app', subject);
    const types = Object.fromEntries(found.map((each) => [each.digest, each.artifactType]));
    expect(types).toEqual({ [typed]: 'application/vnd.test.config+json', [untyped]: undefined });
  });

  it('are those that the tag lists too, as far as they say so themselves', async () => {
    const { repository, subject } = withImage();
    const [listed, other] = [
      attach(repository, subject, 'listed'),
      attach(repository, madeDigest('other'), 'other'),
    ];
    const served = await serveVolume(volumeDir());
    const since = attach(repository, subject, 'since');
    const manifests = [listed, other, since, madeDigest('gone')].map((digest) =>
      repository.volume.describe(digest),
    );
    repository.manifest(indexJson({ mediaType: MEDIA_TYPES.oci.index, manifests }), {
      tag: subject.replace(':', '-'),
    });
    const found = (await referrersOf(served, 'team/app', subject)).map(({ digest }) => digest);
    expect(found).toEqual([listed, since].sort());
  });

  it('are complete without a tag: what was pushed since the scan, and not what was deleted since', async () => {
    const { repository, subject } = withImage();
    const [kept, deleted] = [attach(repository, subject, 'kept'), attach(repository, subject, 'deleted')];
    const served = await serveVolume(volumeDir());
    const since = Array.from({ length: 120 }, (_, at) => attach(repository, subject, `since-${at}`));
    repository.deleteManifest(deleted);
    for (const _ of [1, 2])
      expect((await referrersOf(served, 'team/app', subject)).map(({ digest }) => digest)).toEqual(
        [kept, ...since].sort(),
      );
    // One whose directory was left by a deletion, and that is pushed again.
    repository.revisionLink(deleted);
    expect((await referrersOf(served, 'team/app', subject)).map(({ digest }) => digest)).toContain(deleted);
  });

  it('are those of a repository that the inventory does not know', async () => {
    withImage();
    const served = await serveVolume(volumeDir());
    const repository = aVolume(volumeDir()).repository('since');
    repository.image({ layers: [{ name: 'b', bytes: 100 }], tag: 'v1' });
    const subject = repository.digest;
    const attached = attach(repository, subject, 'sbom');
    expect((await referrersOf(served, 'since', subject)).map(({ digest }) => digest)).toEqual([attached]);
  });

  it('may be none: of what is there, of what is not, in a repository that is there', async () => {
    const { repository, subject } = withImage();
    attach(repository.repository('elsewhere'), subject, 'elsewhere');
    const served = await serveVolume(volumeDir());
    for (const digest of [subject, madeDigest('nothing'), madeDigest('nothing', 'sha512')])
      expect(await referrersOf(served, 'team/app', digest)).toEqual([]);
    expect(await faultOf(await served.get(`nobody/referrers/${subject}`))).toEqual([404, 'NAME_UNKNOWN']);
    expect(await faultOf(await served.get('team/app/referrers/sha256:bad'))).toEqual([400, 'DIGEST_INVALID']);
  });

  it('are filtered by type, and the answer says so', async () => {
    const { repository, subject } = withImage();
    const [a] = [attach(repository, subject, 'a'), attach(repository, subject, 'b')];
    const served = await serveVolume(volumeDir());
    const type = 'application/vnd.test.a+json';
    for (const written of [encodeURIComponent(type), type]) {
      const query = `?artifactType=${written}`;
      expect((await referrersOf(served, 'team/app', subject, query)).map(({ digest }) => digest)).toEqual([
        a,
      ]);
      const { headers } = await served.get(`team/app/referrers/${subject}${query}`);
      expect(headers.get('oci-filters-applied')).toBe('artifactType');
    }
    expect(await referrersOf(served, 'team/app', subject, '?artifactType=none')).toEqual([]);
    expect(await referrersOf(served, 'team/app', subject, '?artifactType=')).toHaveLength(2);
    const unfiltered = await served.get(`team/app/referrers/${subject}`);
    expect(unfiltered.headers.get('oci-filters-applied')).toBeNull();
  });

  it('that are too many for one index come in several, with the filter', async () => {
    const { repository, subject } = withImage();
    const annotations = { long: 'x'.repeat(900_000) };
    const all = Array.from({ length: 11 }, (_, at) =>
      attach(repository, subject, 'big', { annotations: { ...annotations, at: String(at) } }),
    );
    const served = await serveVolume(volumeDir());
    const found: string[][] = [];
    const type = encodeURIComponent('application/vnd.test.big+json');
    for (
      let next: string | undefined = `team/app/referrers/${subject}?artifactType=${type}`;
      next !== undefined;
    ) {
      const response = await served.get(next);
      const text = await response.text();
      expect(text.length).toBeLessThanOrEqual(4 * 1024 * 1024);
      found.push((JSON.parse(text) as { manifests: Descriptor[] }).manifests.map(({ digest }) => digest));
      next = /^<\/v2\/([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
      if (next !== undefined) expect(next).toContain(`artifactType=${type}`);
    }
    expect(found.map((page) => page.length)).toEqual([4, 4, 3]);
    expect(found.flat()).toEqual([...all].sort());
  });

  it('are none that cannot be pulled', async () => {
    const { repository, subject } = withImage();
    const [damaged, sound] = [attach(repository, subject, 'damaged'), attach(repository, subject, 'sound')];
    const served = await serveVolume(volumeDir());
    repository.volume.writeFileAt(blobPath(damaged), 'rotten');
    expect((await referrersOf(served, 'team/app', subject)).map(({ digest }) => digest)).toEqual([sound]);
  });

  it('of the demonstration are what was attached there', async () => {
    const volume = demoVolume(volumeDir());
    const web = volume.repository('shop/web');
    const served = await serveVolume(volumeDir());
    const index = (await served.get('shop/web/manifests/latest')).headers.get(
      'docker-content-digest',
    ) as string;
    expect(await referrersOf(served, 'shop/web', index)).toMatchObject([{ digest: web.digest }]);
  });
});
