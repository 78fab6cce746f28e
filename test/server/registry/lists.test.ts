import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoVolume } from '../../support/demo-volume.ts';
import { madeDigest } from '../../support/made-bytes.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { REPOSITORIES } from '../../support/volume-paths.ts';
import { faultOf, type Served, serveVolume } from './served.ts';

const dir = temporaryDirectory();
const volumeDir = () => path.join(dir(), 'volume');

/** Follows links to the end, as a client does. */
async function pages(served: Served, first: string): Promise<string[][]> {
  const found: string[][] = [];
  for (let next: string | undefined = first; next !== undefined; ) {
    const response = await served.get(next);
    expect(response.status).toBe(200);
    const page = (await response.json()) as { repositories?: string[]; tags?: string[] };
    found.push(page.repositories ?? page.tags ?? []);
    next = /^<\/v2\/([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return found;
}

describe('the version', () => {
  it('is told wherever one may ask, and to whom asks for what is not there', async () => {
    demoVolume(volumeDir());
    const served = await serveVolume(volumeDir());
    for (const path of ['', 'shop/api/tags/list', 'nobody/tags/list', '$/tags/list', '_catalog?n=x'])
      expect((await served.get(path)).headers.get('docker-distribution-api-version'), path).toBe(
        'registry/2.0',
      );
    const bare = await fetch(`http://127.0.0.1:${served.port}/v2`);
    expect([bare.status, await bare.json()]).toEqual([200, {}]);
  });
});

describe('the catalog', () => {
  const ALL = [
    'ops/backup',
    'platform/base',
    'platform/charts/shop',
    'platform/ci-cache',
    'shop/api',
    'shop/checkout',
    'shop/mailer',
    'shop/web',
  ];

  it('lists every repository, sorted, in pages of any size', async () => {
    demoVolume(volumeDir());
    const served = await serveVolume(volumeDir());
    expect(await pages(served, '_catalog')).toEqual([ALL]);
    expect(await pages(served, '_catalog?n=8')).toEqual([ALL]);
    expect(await pages(served, '_catalog?n=3')).toEqual([ALL.slice(0, 3), ALL.slice(3, 6), ALL.slice(6)]);
    expect(await pages(served, '_catalog?n=7&last=platform/base')).toEqual([ALL.slice(2)]);
    expect(await pages(served, '_catalog?last=p')).toEqual([ALL.slice(1)]);
    expect(await pages(served, '_catalog?n=0')).toEqual([[]]);
    expect(await pages(served, '_catalog?last=zzz')).toEqual([[]]);
  });

  it('gives at most a thousand at once, and a hundred where nobody says how many', async () => {
    const volume = aVolume(volumeDir());
    for (let at = 1000; at < 2005; at++) volume.makeDirectory(`${REPOSITORIES}/r${at}/_layers`);
    const served = await serveVolume(volumeDir());
    const lengths = async (first: string) => (await pages(served, first)).map((page) => page.length);
    expect(await lengths('_catalog?n=5000')).toEqual([1000, 5]);
    expect(await lengths('_catalog?last=r1890')).toEqual([100, 14]);
  });

  it('leaves out what nobody can ask for', async () => {
    const volume = aVolume(volumeDir());
    for (const name of ['good', 'Upper/case', 'spa ce', 'end.', '-dash', 'uploads-only'])
      volume.makeDirectory(`${REPOSITORIES}/${name}/_${name === 'uploads-only' ? 'uploads' : 'manifests'}`);
    const served = await serveVolume(volumeDir());
    expect(await pages(served, '_catalog')).toEqual([['good']]);
  });

  it('refuses a number that is none', async () => {
    demoVolume(volumeDir());
    const served = await serveVolume(volumeDir());
    for (const n of ['', '-1', 'ten', '1.5', '1e3', '9'.repeat(30)])
      expect(await faultOf(await served.get(`_catalog?n=${n}`)), n).toEqual([
        400,
        'PAGINATION_NUMBER_INVALID',
      ]);
  });
});

describe('the tags of a repository', () => {
  const TAGS = Array.from({ length: 20 }, (_, at) => `v${at + 10}`);

  async function serveTags(): Promise<Served> {
    const repository = aVolume(volumeDir()).repository('team/app');
    repository.image({ layers: [{ name: 'a', bytes: 10 }] });
    for (const tag of TAGS) repository.tag(tag, repository.digest);
    return serveVolume(volumeDir());
  }

  it('come sorted, all or in pages', async () => {
    const served = await serveTags();
    const response = await served.get('team/app/tags/list');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ name: 'team/app', tags: TAGS });
    expect(response.headers.get('link')).toBeNull();
    expect(await pages(served, 'team/app/tags/list?n=7')).toEqual([
      TAGS.slice(0, 7),
      TAGS.slice(7, 14),
      TAGS.slice(14),
    ]);
    expect(await pages(served, 'team/app/tags/list?n=20')).toEqual([TAGS]);
    expect(await pages(served, 'team/app/tags/list?last=v25')).toEqual([TAGS.slice(16)]);
    expect(await pages(served, 'team/app/tags/list?n=0')).toEqual([[]]);
    const first = await served.get('team/app/tags/list?n=2');
    expect(first.headers.get('link')).toBe('</v2/team/app/tags/list?last=v11&n=2>; rel="next"');
  });

  it('are those of this moment, not of the scan', async () => {
    const served = await serveTags();
    const repository = aVolume(volumeDir()).repository('team/app');
    repository.tag('new', madeDigest('new')).deleteTag('v10');
    expect(await pages(served, 'team/app/tags/list')).toEqual([['new', ...TAGS.slice(1)]]);
  });

  it('leave out what the grammar does not know, which clients stumble over', async () => {
    const served = await serveTags();
    const tags = `${volumeDir()}/${REPOSITORIES}/team/app/_manifests/tags`;
    for (const name of ['.hidden', 'spa ce', 'a'.repeat(129), 'ünïcode', '-dash'])
      fs.mkdirSync(`${tags}/${name}`);
    fs.writeFileSync(`${tags}/file`, '');
    expect(await pages(served, 'team/app/tags/list')).toEqual([TAGS]);
  });

  it('may be none, in a repository that is there', async () => {
    aVolume(volumeDir()).repository('empty').looseBlob({ name: 'a', bytes: 10 });
    const served = await serveVolume(volumeDir());
    const response = await served.get('empty/tags/list');
    expect([response.status, await response.json()]).toEqual([200, { name: 'empty', tags: [] }]);
    expect(await faultOf(await served.get('nobody/tags/list'))).toEqual([404, 'NAME_UNKNOWN']);
  });

  it('of a repository that was pushed since the scan are there, and of one that was removed are not', async () => {
    const served = await serveTags();
    const volume = aVolume(volumeDir());
    volume.repository('since').image({ layers: [{ name: 'a', bytes: 10 }], tag: 'x' });
    expect(await pages(served, 'since/tags/list')).toEqual([['x']]);
    volume.remove(`${REPOSITORIES}/team/app`);
    expect(await faultOf(await served.get('team/app/tags/list'))).toEqual([404, 'NAME_UNKNOWN']);
  });
});

describe('the catalog alone', () => {
  it('lists repositories and tags from the inventory, without a volume, and gives nothing out', async () => {
    const volume = demoVolume(volumeDir());
    const { digest } = volume.repository('shop/api');
    const served = await serveVolume(volumeDir(), { isCatalogOnly: true });
    fs.rmSync(volumeDir(), { recursive: true });
    expect((await served.get('')).status).toBe(200);
    expect((await pages(served, '_catalog?n=5')).flat()).toContain('shop/web');
    expect(await pages(served, 'shop/web/tags/list')).toEqual([['2.4.0', 'latest']]);
    expect(await faultOf(await served.get('nobody/tags/list'))).toEqual([404, 'NAME_UNKNOWN']);
    for (const path of ['manifests/latest', `blobs/${digest}`, `referrers/${digest}`])
      expect(await faultOf(await served.get(`shop/api/${path}`)), path).toEqual([403, 'DENIED']);
  });
});

describe('a volume that is not mounted', () => {
  it('is no volume without images', async () => {
    demoVolume(volumeDir());
    const served = await serveVolume(volumeDir());
    fs.rmSync(volumeDir(), { recursive: true });
    expect(await faultOf(await served.get('shop/api/tags/list'))).toEqual([503, 'UNAVAILABLE']);
    expect(await faultOf(await served.get('shop/api/manifests/latest'))).toEqual([503, 'UNAVAILABLE']);
  });
});
