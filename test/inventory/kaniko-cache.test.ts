import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { usageByKind } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf } from '../support/made-bytes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';

const dir = temporaryDirectory();
/** Cache keys, as kaniko makes tags of them. */
const [KEY, OTHER_KEY] = ['one', 'other'].map((name) => digestOf(name).slice('sha256:'.length)) as [
  string,
  string,
];

/** What kaniko pushes for a command of a Dockerfile. */
function cached(
  volume: VolumeBuilder,
  { repository = 'team/app/cache', tag = KEY, layers = ['RUN npm ci'] },
): string {
  return volume.repository(repository).image({ layers, tag, format: 'schema2' }).digest;
}

/** The kinds of all manifests of a volume, sorted. */
async function kindsOf(volume: VolumeBuilder): Promise<string[]> {
  const inventory = await inventoryOf(volume.dir);
  const kinds = inventory.database
    .prepare<[], string>('SELECT kind FROM manifests ORDER BY kind')
    .pluck()
    .all();
  expect(usageByKind(inventory).kinds.map(({ kind }) => kind)).toEqual([...new Set(kinds)]);
  inventory.close();
  return kinds;
}

type Build = (volume: VolumeBuilder) => unknown;

describe("kaniko's cache is a kind of its own", () => {
  it.each<[string, Build, string[]]>([
    ['an image under a cache key', (volume) => cached(volume, {}), ['kaniko-cache']],
    [
      'in a repository that is called cache',
      (volume) => cached(volume, { repository: 'cache' }),
      ['kaniko-cache'],
    ],
    [
      'under two keys, in two repositories',
      (volume) => {
        const digest = cached(volume, {});
        volume.repository('b/cache').revisionLink(digest).tag(OTHER_KEY, digest);
      },
      ['kaniko-cache'],
    ],
    [
      'one that was made anew under the same key, which has no tag any more',
      (volume) => {
        cached(volume, {});
        cached(volume, { layers: ['RUN npm ci, a week later'] });
      },
      ['kaniko-cache', 'kaniko-cache'],
    ],
  ])('%s', async (_, build, kinds) => {
    const volume = aVolume(path.join(dir(), 'volume'));
    build(volume);
    expect(await kindsOf(volume)).toEqual(kinds);
  });

  it.each<[string, Build, string[]]>([
    ['in another repository', (volume) => cached(volume, { repository: 'team/app' }), ['image']],
    ['in one whose name only ends so', (volume) => cached(volume, { repository: 'team/mycache' }), ['image']],
    ['under a name', (volume) => cached(volume, { tag: 'latest' }), ['image']],
    ['under a shorter key', (volume) => cached(volume, { tag: KEY.slice(0, 40) }), ['image']],
    [
      'under a key in capitals',
      (volume) => cached(volume, { tag: KEY.toUpperCase().replace(/^\d/, 'A') }),
      ['image'],
    ],
    ['of two layers', (volume) => cached(volume, { layers: ['a', 'b'] }), ['image']],
    [
      'under a key and a name',
      (volume) => volume.repository('team/app/cache').tag('1.0', cached(volume, {})),
      ['image'],
    ],
    [
      'that was released once',
      (volume) => {
        const released = volume
          .repository('team/app')
          .image({ layers: ['x'], tag: 'latest', format: 'schema2' });
        volume.repository('team/app/cache').tag(KEY, released.digest);
        released.image({ layers: ['y', 'z'], tag: 'latest' });
      },
      ['image', 'image'],
    ],
    ['without a tag', (volume) => volume.repository('team/app/cache').image({ layers: ['x'] }), ['image']],
    [
      'that an index lists',
      (volume) => {
        const listed = cached(volume, {});
        volume.repository('team/app/cache').index({ children: [{ listed }], tag: OTHER_KEY });
      },
      ['image', 'index'],
    ],
  ])('and no image %s', async (_, build, kinds) => {
    const volume = aVolume(path.join(dir(), 'volume'));
    build(volume);
    expect(await kindsOf(volume)).toEqual(kinds);
  });

  it('as long as its tags say so', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const digest = cached(volume, {});
    expect(await kindsOf(volume)).toEqual(['kaniko-cache']);
    volume.repository('team/app/cache').tag('keep', digest);
    expect(await kindsOf(volume)).toEqual(['image']);
    volume.repository('team/app/cache').deleteTag('keep');
    expect(await kindsOf(volume)).toEqual(['kaniko-cache']);
  });
});
