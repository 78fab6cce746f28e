import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDigests } from '../../src/analyze/where/find-digest.ts';
import { whereIs } from '../../src/analyze/where/where.ts';
import { type Inventory, UsageError } from '../../src/index.ts';
import { cosignSignature, sbom } from '../support/artifact-kinds.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf, madeDigest } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const TIME = '2026-01-05T08:00:00.000Z';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** Asks in a volume after the digest that its builder names. */
async function ask(build: (volume: VolumeBuilder) => string) {
  const volume = aVolume(path.join(dir(), 'volume')).at(TIME);
  const digest = build(volume);
  const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
  const [found] = findDigests(inventory, digest);
  const where = whereIs(inventory, found!.blob);
  inventory.close();
  return where;
}

describe('a layer', () => {
  it.each([
    ['oci', 'schema2'],
    ['schema2', 'oci'],
  ] as const)('that images of %s and then of %s have is called the same', async (...formats) => {
    const where = await ask((volume) => {
      for (const format of formats) volume.repository('a').image({ layers: ['base'], tag: format, format });
      return layerDigest('base');
    });
    expect(where.mediaType).toBe('application/vnd.docker.image.rootfs.diff.tar.gzip');
  });

  it('is in every repository where a tag, a revision or a layer link leads to it', async () => {
    let images: string[] = [];
    const where = await ask((volume) => {
      const tagged = volume.repository('a').image({ layers: ['base', 'x'], tag: '1' }).digest;
      volume.repository('a').tag('2', tagged);
      const untagged = volume.repository('b').image({ layers: ['base', 'y'] }).digest;
      volume.repository('c').layerLink(layerDigest('base'));
      volume.repository('d').image({ layers: ['other'], tag: '1' });
      images = [tagged, untagged];
      return layerDigest('base');
    });
    expect(where).toMatchObject({
      digest: layerDigest('base'),
      bytes: 1000,
      state: 'tagged',
      kind: 'layer',
      mediaType: LAYER,
      modifiedAt: TIME,
      young: false,
      attached: [],
      subjects: [],
    });
    const none = { tags: [], revision: false };
    expect(where.holders).toEqual([
      {
        repository: 'a',
        tags: ['1', '2'],
        revisions: [images[0]],
        layerLink: true,
        direct: none,
        history: [],
      },
      { repository: 'b', tags: [], revisions: [images[1]], layerLink: true, direct: none, history: [] },
      { repository: 'c', tags: [], revisions: [], layerLink: true, direct: none, history: [] },
    ]);
    expect(where.namedBy).toEqual(
      [
        { digest: images[0], kind: 'image', as: ['layer'], repositories: ['a'], tags: ['a:1', 'a:2'] },
        { digest: images[1], kind: 'image', as: ['layer'], repositories: ['b'], tags: [] },
      ].sort((a, b) => (a.digest! < b.digest! ? -1 : 1)),
    );
  });

  it('of a platform is led to by the tags of the index, at any depth', async () => {
    let [outer, inner, image] = ['', '', ''];
    const where = await ask((volume) => {
      const a = volume.repository('a');
      image = a.image({ layers: ['x'] }).digest;
      inner = a.index({ children: [{ listed: image }] }).digest;
      outer = a.index({ children: [{ listed: inner }], tag: 'all' }).digest;
      return layerDigest('x');
    });
    expect(where.holders).toMatchObject([{ tags: ['all'], revisions: [outer, inner, image].sort() }]);
    expect(where.namedBy).toMatchObject([{ digest: image, as: ['layer'], tags: ['a:all'] }]);
  });

  it('of an image that was replaced is known by the history of the tag', async () => {
    let old = '';
    const where = await ask((volume) => {
      old = volume.repository('a').image({ layers: ['old'], tag: 'latest' }).digest;
      volume.repository('a').image({ layers: ['new'], tag: 'latest' });
      return layerDigest('old');
    });
    expect(where.state).toBe('untagged');
    expect(where.holders).toMatchObject([
      { tags: [], revisions: [old], history: [{ tag: 'latest', digest: old, modifiedAt: TIME }] },
    ]);
  });

  it('that the tag still leads to has no history', async () => {
    const where = await ask((volume) => {
      volume.repository('a').image({ layers: ['base', 'old'], tag: 'latest' });
      volume.repository('a').image({ layers: ['base', 'new'], tag: 'latest' });
      return layerDigest('base');
    });
    expect(where.holders).toMatchObject([{ tags: ['latest'], history: [] }]);
  });

  it('of a revision whose link says another digest is held by the digest of its directory', async () => {
    let directory = '';
    const where = await ask((volume) => {
      const image = volume.repository('b').image({ layers: ['x'] }).digest;
      directory = madeDigest('nowhere');
      volume.repository('a').layerLink(layerDigest('other')).revisionLink(directory, image);
      return layerDigest('x');
    });
    expect(where.holders[0]).toMatchObject({ repository: 'a', revisions: [directory] });
  });
});

describe('a manifest', () => {
  it('is told from what has it as a part', async () => {
    let index = '';
    const image = await ask((volume) => {
      const a = volume.repository('a');
      const { digest } = a.image({ layers: ['x'], tag: 'amd64' });
      index = a.index({ children: [{ listed: digest }], tag: 'all' }).digest;
      volume.repository('b').image({ layers: ['x'] });
      volume.repository('b').tag('1', digest);
      return digest;
    });
    expect(image).toMatchObject({ kind: 'image', state: 'tagged' });
    expect(image.mediaType).toBe('application/vnd.oci.image.manifest.v1+json');
    expect(image.holders).toMatchObject([
      { repository: 'a', tags: ['all', 'amd64'], direct: { tags: ['amd64'], revision: true } },
      { repository: 'b', tags: ['1'], direct: { tags: ['1'], revision: false } },
    ]);
    expect(image.namedBy).toMatchObject([
      { digest: index, kind: 'index', as: ['manifest'], tags: ['a:all'] },
    ]);
  });

  it('has what is attached to it, by subject and by the name of a tag', async () => {
    let [signature, bill] = ['', ''];
    const image = await ask((volume) => {
      const a = volume.repository('a');
      const { digest } = a.image({ layers: ['x'], tag: '1' });
      signature = a.artifact(cosignSignature(digest, 'a')).digest;
      bill = a.artifact(sbom(digest, 100)).digest;
      return digest;
    });
    const tag = `a:${image.digest.replace(':', '-')}.sig`;
    expect(image.attached).toEqual(
      [
        { digest: signature, kind: 'signature', tag },
        { digest: bill, kind: 'sbom' },
      ].sort((a, b) => (a.digest < b.digest ? -1 : 1)),
    );
    expect(image.namedBy).toEqual([]);
  });

  it.each([
    ['a signature, by its tag', (digest: string) => cosignSignature(digest, 'a')],
    ['an SBOM, by its subject', (digest: string) => sbom(digest, 100)],
  ])('says what it is attached to: %s', async (_, make) => {
    let subject = '';
    const where = await ask((volume) => {
      subject = volume.repository('a').image({ layers: ['x'], tag: '1' }).digest;
      return volume.repository('a').artifact(make(subject)).digest;
    });
    expect(where.subjects).toEqual([subject]);
  });
});

describe('what it is', () => {
  it.each<[string, (volume: VolumeBuilder) => string, object]>([
    [
      'a config',
      (volume) => {
        volume.repository('a').artifact({ config: { name: 'c', mediaType: 'text/c' }, layers: [] });
        return layerDigest('c');
      },
      { kind: 'config', mediaType: 'text/c', state: 'untagged' },
    ],
    [
      'a blob that nothing names',
      (volume) => volume.orphan('x'),
      { kind: 'unknown', state: 'unreferenced', mediaType: null },
    ],
    [
      'a layer that is gone',
      (volume) => {
        volume.repository('a').image({ layers: [{ name: 'x', stored: false }], tag: '1' });
        return layerDigest('x');
      },
      { kind: 'layer', state: 'missing', bytes: null, modifiedAt: null, young: false },
    ],
    [
      'a manifest that is gone',
      (volume) => {
        const { digest } = volume.repository('a').image({ layers: ['x'], tag: '1' });
        volume.remove(blobPath(digest));
        return digest;
      },
      { kind: 'manifest', state: 'missing', bytes: null, mediaType: null },
    ],
    [
      'a foreign layer',
      (volume) => {
        volume.repository('a').image({ layers: [{ name: 'x', foreign: true }], tag: '1' });
        return layerDigest('x');
      },
      { kind: 'layer', state: 'foreign', bytes: null },
    ],
    [
      'another name',
      (volume) => {
        volume
          .repository('a')
          .image({ layers: [{ name: 'x', algorithm: 'sha512', aliased: true }], tag: '1' });
        return layerDigest({ name: 'x', algorithm: 'sha512' });
      },
      { kind: 'layer', state: 'other-name', bytes: null, storedAs: [layerDigest('x')] },
    ],
    [
      'what has another name',
      (volume) => {
        volume
          .repository('a')
          .image({ layers: [{ name: 'x', algorithm: 'sha512', aliased: true }], tag: '1' });
        return layerDigest('x');
      },
      {
        state: 'tagged',
        otherNames: [layerDigest({ name: 'x', algorithm: 'sha512' })],
        holders: [{ repository: 'a', tags: ['1'] }],
        namedBy: [{ as: ['layer'] }],
      },
    ],
    [
      'a file of two blobs',
      (volume) => {
        const one = volume.orphan('one');
        volume.hardLink(blobPath(digestOf('two')), blobPath(one));
        return one;
      },
      { sameFileAs: [digestOf('two')] },
    ],
    [
      'a file with a name outside',
      (volume) => {
        const one = volume.orphan('one');
        volume.hardLink('backup', blobPath(one));
        return one;
      },
      { namedElsewhere: true },
    ],
  ])('%s', async (_, build, expected) => {
    expect(await ask(build)).toMatchObject(expected);
  });

  it('is young less than 24 hours before the scan', async () => {
    const where = await ask((volume) => volume.at(new Date(Date.now() - 60_000)).orphan('x'));
    expect(where.young).toBe(true);
  });
});

describe('a digest is found', () => {
  let inventory: Inventory;
  const digests = () => ['one', 'two', 'three', 'four', 'five'].map((name) => madeDigest(name)).sort();
  const find = async (text: string) => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.repository('a').manifest('{"schemaVersion":2,"layers":[{"digest":"no digest"}]}');
    for (const digest of digests()) volume.writeFileAt(blobPath(digest), 'x');
    volume.writeFileAt(blobPath(digestOf('x', 'sha512')), 'x');
    inventory = await inventoryOf(volume.dir);
    try {
      return findDigests(inventory, text).map(({ digest }) => digest);
    } finally {
      inventory.close();
    }
  };

  it.each([1, 2, 3, 7, 8, 63])('by its first %i digits, with and without the algorithm', async (length) => {
    const [digest = ''] = digests();
    const beginning = digest.slice(0, 'sha256:'.length + length);
    const alike = digests().filter((each) => each.startsWith(beginning));
    expect(await find(beginning)).toEqual(alike);
    expect(await find(beginning.slice('sha256:'.length))).toEqual(expect.arrayContaining(alike));
  });

  it('as a whole', async () => {
    for (const digest of digests()) expect(await find(digest)).toEqual([digest]);
  });

  it('among those of its algorithm', async () => {
    const digest = digestOf('x', 'sha512');
    expect(await find(digest)).toEqual([digest]);
    expect(await find(digest.slice('sha512:'.length))).toEqual([digest]);
    await expect(find(digest.replace('sha512', 'sha256').slice(0, 40))).rejects.toThrow(UsageError);
  });

  it('by its text, where it is none', async () => {
    expect(await find('no digest')).toEqual(['no digest']);
  });

  it('or an error tells what is near', async () => {
    const [digest = ''] = digests();
    const slip = `${digest.slice(0, 20)}${digest[20] === '0' ? '1' : '0'}`;
    await expect(find(slip)).rejects.toThrow(`begins with '${slip}'. Near it: ${digest}.`);
    const nowhere = 'ab'.repeat(32);
    await expect(find(nowhere)).rejects.toThrow(
      `There is no digest in this inventory that begins with '${nowhere}'.`,
    );
    await expect(find('latest')).rejects.toThrow(
      "'latest' is no digest: expected sha256:<hex digits>, or the first of these digits, or a tag such as team/app:1.0.",
    );
  });
});
