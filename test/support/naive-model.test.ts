import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeBytes, madeDigest } from './made-bytes.ts';
import { naiveModel } from './naive-model.ts';
import { layerDigest } from './push-layer.ts';
import { aVolume } from './volume-builder.ts';
import { blobPath, layerLinkPath, revisionLinkPath, tagHistoryLinkPath } from './volume-paths.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-naive-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

// A manifest as short as one can be that names these blobs and nothing else.
const manifest = (...digests: string[]) =>
  JSON.stringify({
    schemaVersion: 2,
    config: { digest: digests[0] },
    layers: digests.slice(1).map((digest) => ({ digest })),
  });

describe('naiveModel, on volumes small enough to count by hand', () => {
  it('counts a layer two repositories share once, and halves it between them', () => {
    const volume = aVolume(dir);
    const [config, base, app] = [
      volume.orphan('c', 10),
      volume.orphan('base', 1000),
      volume.orphan('app', 300),
    ];
    const api = manifest(config, base, app);
    const web = manifest(config, base);
    volume.repository('team/api').manifest(api, { tag: 'latest' });
    volume.repository('team/web').manifest(web, { tag: 'latest' }).tag('old', madeDigest('gone'));

    const model = naiveModel(dir);
    const [a, w] = [api.length, web.length];
    expect(model.totals).toEqual({
      blobs: 5,
      blobBytes: 1310 + a + w,
      taggedBytes: 1310 + a + w,
      untaggedBytes: 0,
      unreferencedBytes: 0,
      uploadBytes: 0,
      otherBytes: 8 * 71,
      volumeBytes: 1310 + a + w + 8 * 71,
    });
    expect(model.repositories).toEqual([
      {
        name: 'team/api',
        tags: 1,
        revisions: 1,
        bytes: 1310 + a,
        uniqueBytes: 300 + a,
        sharedBytes: 1010,
        fairShareBytes: 505 + 300 + a,
        taggedBytes: 1310 + a,
        untaggedBytes: 0,
        uploadBytes: 0,
      },
      expect.objectContaining({ name: 'team/web', tags: 2, uniqueBytes: w, fairShareBytes: 505 + w }),
    ]);
    expect(model.catalog).toEqual(['team/api', 'team/web']);
    expect(model.tags.get('team/web')).toEqual(['latest', 'old']);
  });

  it('calls untagged what only an overwritten tag held, and unreferenced what nothing names', () => {
    const volume = aVolume(dir);
    const [config, first, second] = [
      volume.orphan('c', 10),
      volume.orphan('1', 100),
      volume.orphan('2', 200),
    ];
    const [old, now] = [manifest(config, first), manifest(config, second)];
    const api = volume
      .repository('team/api')
      .manifest(old, { tag: 'latest' })
      .manifest(now, { tag: 'latest' });
    api.looseBlob({ name: 'loose', bytes: 50 }).upload({ bytes: 7, hashStates: [] });

    const { totals, repositories, linkedFrom } = naiveModel(dir);
    expect(totals).toMatchObject({
      taggedBytes: 210 + now.length,
      untaggedBytes: 100 + old.length,
      unreferencedBytes: 50,
      uploadBytes: 7 + 20,
      otherBytes: 6 * 71,
    });
    expect(repositories).toMatchObject([
      { tags: 1, revisions: 2, untaggedBytes: 100 + old.length, uploadBytes: 27 },
    ]);
    expect(linkedFrom).toEqual(new Map([[layerDigest({ name: 'loose', bytes: 50 }), ['team/api']]]));
  });

  it('follows an index into children without a revision link, and not into a subject', () => {
    const volume = aVolume(dir);
    const shelf = volume.repository('shop/shelf');
    shelf.image({ layers: [{ name: 'subject', bytes: 400 }], linked: false, label: 'subject' });
    const subject = shelf.digest;
    shelf.image({ layers: [{ name: 'referrer', bytes: 30 }], tag: 'about', subject });
    shelf.index({
      children: [{ layers: [{ name: 'child', bytes: 60 }], linked: false }],
      tag: 'list',
      format: 'list',
    });

    const { blobs, repositories } = naiveModel(dir);
    const stateOf = (digest: string) => blobs.get(digest)?.state;
    expect(stateOf(layerDigest({ name: 'child', bytes: 60 }))).toBe('tagged');
    expect(stateOf(layerDigest({ name: 'referrer', bytes: 30 }))).toBe('tagged');
    expect(stateOf(layerDigest({ name: 'subject', bytes: 400 }))).toBe('unreferenced');
    expect(repositories).toMatchObject([{ revisions: 2, tags: 2 }]);
  });

  it('lets neither a wrong link nor an unreadable manifest make garbage', () => {
    const volume = aVolume(dir);
    const [kept, other] = [volume.orphan('kept', 40), volume.orphan('other', 50)];
    const torn = volume.writeBlob(manifest(kept, other).slice(0, -4));
    const intact = volume.writeBlob(manifest(volume.orphan('config', 60), volume.orphan('layer', 70)));
    volume.repository('a/b').revisionLink(torn, '');
    volume.repository('a').revisionLink(torn, intact);
    volume.repository('a').layerLink(kept, other);

    const { totals, repositories, blobs } = naiveModel(dir);
    expect([...blobs.values()].map(({ state }) => state)).toEqual(Array(6).fill('untagged'));
    expect(totals.blobs).toBe(6);
    expect(repositories).toMatchObject([
      { name: 'a', revisions: 1, bytes: totals.blobBytes },
      {
        name: 'a/b',
        revisions: 1,
        sharedBytes: totals.blobBytes - 130 - fs.statSync(volume.resolve(blobPath(intact))).size,
      },
    ]);
  });

  it('takes a digest of another algorithm for the blob that an alias link says, in whatever repository', () => {
    const volume = aVolume(dir);
    const layer = { name: 'layer', bytes: 300, algorithm: 'sha512', aliased: true } as const;
    const [kept, config] = [layerDigest({ name: 'layer', bytes: 300 }), volume.orphan('c', 10)];
    const image = manifest(config, layerDigest(layer));
    volume.repository('a').manifest(image, { tag: '1' });
    volume.repository('b').looseBlob(layer);

    const { blobs, totals, repositories } = naiveModel(dir);
    expect(blobs.get(kept)).toEqual({ bytes: 300, state: 'tagged' });
    expect(totals).toMatchObject({ blobs: 3, taggedBytes: 310 + image.length, unreferencedBytes: 0 });
    expect(repositories).toMatchObject([
      { name: 'a', uniqueBytes: 310 + image.length },
      { name: 'b', bytes: 0 },
    ]);
  });

  it('reads keys as Go does: in any case, the last one winning', () => {
    const volume = aVolume(dir);
    const [first, last, config] = [
      volume.orphan('first', 1),
      volume.orphan('last', 2),
      volume.orphan('config', 4),
    ];
    const layers = (digest: string) => JSON.stringify([{ Digest: digest }]);
    const json = `{"SCHEMAVERSION":2,"config":{"digest":"${config}"},"layers":${layers(first)},"Layers":${layers(last)}}`;
    volume.repository('a').manifest(json, { tag: 'odd' });
    expect(naiveModel(dir).totals).toMatchObject({ taggedBytes: 6 + json.length, unreferencedBytes: 1 });
  });

  it('counts a file of two names once, follows symbolic links, and takes strays for other', () => {
    const volume = aVolume(dir);
    const bytes = madeBytes('twin', 500);
    const [twin, other] = [volume.writeBlob(bytes), blobPath(madeDigest('x', 'sha512'))];
    volume.hardLink(other, blobPath(twin)).repository('real').manifest(manifest(twin), { tag: 't' });
    volume.symlink('docker/registry/v2/repositories/alias', 'real').symlink('docker/loop', '..');
    volume
      .writeFileAt('docker/registry/v2/blobs/data', 'stray')
      .makeDirectory('docker/registry/v2/repositories/r/_uploads');

    const model = naiveModel(dir);
    const held = 500 + manifest(twin).length;
    expect(model.totals).toMatchObject({
      blobs: 3,
      blobBytes: held,
      taggedBytes: held,
      unreferencedBytes: 0,
    });
    expect(model.totals).toMatchObject({ otherBytes: 5 + 3 * 71, volumeBytes: held + 5 + 3 * 71 });
    expect(model.repositories).toMatchObject([
      { name: 'alias', bytes: held, uniqueBytes: 0, fairShareBytes: held / 2 },
      { name: 'r', bytes: 0 },
      { name: 'real', bytes: held, uniqueBytes: 0, fairShareBytes: held / 2 },
    ]);
    expect(model.catalog).toEqual(['alias', 'real']);
  });

  it('keeps an image in step with what a registry would have written', () => {
    const volume = aVolume(dir);
    const { digest } = volume.repository('a').image({ layers: ['base'], tag: '1' });
    const links = [
      revisionLinkPath('a', digest),
      tagHistoryLinkPath('a', '1', digest),
      layerLinkPath('a', layerDigest('base')),
    ];
    expect(links.map((link) => fs.readFileSync(volume.resolve(link), 'utf8'))).toEqual([
      digest,
      digest,
      layerDigest('base'),
    ]);
  });
});
