import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findReference,
  type Inventory,
  listTags,
  UsageError,
  usage,
  usageByTag,
  usageOfManifest,
} from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf, madeDigest } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import type { RepositoryBuilder } from '../support/repository-builder.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const ABSENT = madeDigest('nothing');

let volume: VolumeBuilder;
let inventory: Inventory;
/** Digests by the names they have here. */
let one: string;
let two: string;
let untagged: string;

beforeEach(async () => {
  volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  const api = volume.repository('team/api');
  one = digestAfter(api.image({ layers: ['shared', 'one'], tag: '1' }));
  two = digestAfter(api.image({ layers: ['shared', 'two'], tag: '2' }));
  api.tag('latest', two);
  untagged = digestAfter(api.image({ layers: ['two', 'untagged'], label: 'untagged' }));
  volume.repository('lib.rary/db').image({ layers: ['db'], tag: '1' });
});
afterEach(() => inventory.close());

const digestAfter = (repository: RepositoryBuilder) => repository.digest;
const open = async () => {
  inventory = await inventoryOf(volume.dir);
};

function manifestUsage(reference: string) {
  const found = findReference(inventory, reference);
  if (found.names !== 'manifest') throw new Error(`${reference} names no manifest`);
  return usageOfManifest(inventory, found).manifests[0];
}

describe('the usage of a tag', () => {
  beforeEach(open);

  it('is that of the one tag, as among all of them', () => {
    const [tag, ...others] = usageByTag(inventory, 'team/api:1').tags;
    expect(others).toEqual([]);
    const all = usageByTag(inventory).tags;
    expect(tag).toEqual(all.find((each) => each.repository === 'team/api' && each.tag === '1'));
    expect(tag).toMatchObject({ digest: one, kind: 'image', modifiedAt: '2026-01-05T08:00:00.000Z' });
    expect(tag!.uniqueBytes + 1000).toBe(tag!.bytes);
  });

  it('by its digest is that of the tags that point there', () => {
    const tags = usageByTag(inventory, `team/api@${two}`).tags.map(({ tag }) => tag);
    expect(tags).toEqual(['2', 'latest']);
  });

  it('of a repository is that of all its tags, and of one without tags of none', async () => {
    volume.repository('mirror/api').revisionLink(two).tag('copy', two);
    volume.repository('none').image({ layers: ['x'] });
    inventory.close();
    await open();
    const all = usageByTag(inventory).tags;
    expect(usageByTag(inventory, 'team/api').tags).toEqual(
      all.filter(({ repository }) => repository === 'team/api'),
    );
    expect(usageByTag(inventory, `team/api@${two}`).tags.map(({ tag }) => tag)).toEqual(['2', 'latest']);
    expect(usageByTag(inventory, 'none').tags).toEqual([]);
    for (const { bytes, uniqueBytes, sharedBytes } of all) expect(uniqueBytes + sharedBytes).toBe(bytes);
  });

  it('by the digest of what has none is refused', () => {
    const ask = () => usageByTag(inventory, `team/api@${untagged}`);
    expect(ask).toThrow(UsageError);
    expect(ask).toThrow(`No tag of team/api points to ${untagged}.`);
  });

  it('is not that of its repository', () => {
    expect(() => usage(inventory, 'team/api:1')).toThrow(UsageError);
  });
});

describe('the usage of a manifest', () => {
  it('has each file once, and none that stays where the manifest goes for its own', async () => {
    await open();
    const before = manifestUsage(`team/api@${one}`);
    inventory.close();
    const dataOf = (name: string) => blobPath(layerDigest(name));
    volume.hardLink('kept.bin', dataOf('one'));
    await open();
    expect(manifestUsage(`team/api@${one}`)).toEqual({
      ...before,
      uniqueBytes: before.uniqueBytes - 1000,
      sharedBytes: before.sharedBytes + 1000,
    });
    inventory.close();
    volume.remove(dataOf('one')).hardLink(dataOf('one'), dataOf('shared'));
    await open();
    const after = manifestUsage(`team/api@${one}`);
    expect([after.bytes, after.uniqueBytes]).toEqual([before.bytes - 1000, before.uniqueBytes - 1000]);
  });

  it('is only here where no other manifest leads to it, tagged or not', async () => {
    await open();
    const found = manifestUsage(`team/api@${two}`);
    expect(found).toMatchObject({
      repository: 'team/api',
      digest: two,
      kind: 'image',
      tags: ['2', 'latest'],
    });
    // Layers of 1000 bytes: `shared` is in 1 too, `two` in what is untagged.
    expect(found.sharedBytes).toBe(2000);
    expect(found.uniqueBytes).toBe(found.bytes - 2000);
    expect(found.fairShareBytes).toBe(found.bytes - 1000);
    expect(manifestUsage(`team/api@${untagged}`)).toMatchObject({ tags: [], sharedBytes: 1000 });
  });

  it('shares a blob with each manifest of each repository, and with each once', async () => {
    const config = volume.writeBlob('{}');
    const manifests = Array.from({ length: 12 }, (_, number) =>
      JSON.stringify({ schemaVersion: 2, config: { digest: config, size: 2 }, layers: [], number }),
    );
    for (const name of ['many/a', 'many/b'])
      for (const [number, json] of manifests.entries())
        volume.repository(name).manifest(json, { ...(number % 2 === 0 && { tag: `${number}` }) });
    await open();
    for (const json of manifests) {
      const { bytes, fairShareBytes } = manifestUsage(`many/a@${digestOf(json)}`);
      expect(bytes).toBe(json.length + 2);
      // The same manifest is in the other repository too, and leads to the config there once more.
      expect(fairShareBytes).toBeCloseTo(json.length / 2 + 2 / 24, 9);
    }
  });

  it('counts what its children hold as its own, and what another repository holds as shared', async () => {
    const web = volume.repository('team/web');
    const index = digestAfter(
      web.index({ tag: 'multi', children: [{ layers: ['amd64'] }, { layers: ['arm64'], label: 'arm' }] }),
    );
    await open();
    const alone = manifestUsage(`team/web@${index}`);
    expect(alone).toMatchObject({ kind: 'index', uniqueBytes: alone.bytes, sharedBytes: 0 });
    expect(alone.bytes).toBeGreaterThan(2000);
    inventory.close();

    volume.repository('mirror/web').revisionLink(index);
    await open();
    expect(manifestUsage(`team/web@${index}`)).toMatchObject({ uniqueBytes: 0, sharedBytes: alone.bytes });
  });

  it('is found by a tag that has no revision, and counts no blob that is not there', async () => {
    const loose = digestAfter(
      volume.repository('team/loose').image({ layers: ['gone'], linked: false, tag: '1' }),
    );
    await open();
    expect(manifestUsage(`team/loose@${loose}`)).toMatchObject({ kind: 'image', tags: ['1'] });
    inventory.close();
    volume.remove(path.dirname(blobPath(loose)));
    await open();
    expect(manifestUsage(`team/loose@${loose}`)).toMatchObject({ kind: null, bytes: 0 });
  });
});

describe('a name', () => {
  it.each([
    ['https://reg.example.com:5000/team/api/', 'team/api'],
    ['docker://team/api', 'team/api'],
    ['http://registry/team/api', 'team/api'],
    ['lib.rary/db', 'lib.rary/db'],
    ['oci://lib.rary/db/', 'lib.rary/db'],
    ['oci://reg.example.com/lib.rary/db', 'lib.rary/db'],
  ])('may be written %s', async (text, repository) => {
    await open();
    expect(findReference(inventory, text)).toMatchObject({ names: 'repository', repository });
    expect(findReference(inventory, text.replace(/\/?$/, ':1/'))).toMatchObject({
      names: 'tag',
      repository,
      tag: '1',
    });
  });

  it.each([
    ['team/apo', "no repository 'team/apo' in this inventory. Near it: team/api"],
    ['team/none', "no repository 'team/none' in this inventory: 'stowage ls' lists them"],
    ['team/api:Latest', "no tag 'Latest' in team/api. Near it: latest"],
    ['team/api:9', "no tag '9' in team/api: 'stowage ls team/api' lists them"],
    ['team/api:', "has no tag after ':'"],
    ['team/api@', 'has no valid digest'],
    ['', 'names no repository'],
    ['docker://', 'names no repository'],
    [`team/api@${ABSENT}`, `no manifest ${ABSENT} in team/api.`],
  ])('%j is refused', async (text, message) => {
    await open();
    for (const ask of [findReference, listTags, usage, usageByTag]) {
      expect(() => ask(inventory, text)).toThrow(UsageError);
      expect(() => ask(inventory, text)).toThrow(message);
    }
  });

  it('of a manifest that is in another repository says in which', async () => {
    await open();
    expect(() => findReference(inventory, `lib.rary/db@${one}`)).toThrow('It is in team/api.');
  });

  it('with tag and digest is that of the digest, and the tag is told where it points elsewhere', async () => {
    await open();
    const oddity = (tag: string) => {
      const found = findReference(inventory, `team/api:${tag}@${one}`);
      expect(found).toMatchObject({ names: 'manifest', digest: one });
      return found.names === 'manifest' ? found.oddity : '';
    };
    expect(oddity('1')).toBeUndefined();
    expect(oddity('9')).toBe("There is no tag '9' in team/api: the digest decides.");
    expect(oddity('2')).toBe(`The tag '2' of team/api points to ${two} now: the digest decides.`);
  });

  it('that is not there may be where nothing could be read, and that is said', async () => {
    volume.symlink(`${REPOSITORIES}/elsewhere`, dir());
    inventory = await inventoryOf(volume.dir, { follow: false });
    expect(() => findReference(inventory, 'team/none')).toThrow(
      'The scan did not read everything: it may be there.',
    );
  });
});

describe('the tags of a repository', () => {
  const tagsPath = (name: string) => `${REPOSITORIES}/${name}/_manifests/tags`;

  it('are the one named, or those that point to a digest', async () => {
    await open();
    expect(listTags(inventory, 'team/api:1').tags).toEqual(['1']);
    expect(listTags(inventory, `team/api@${two}`).tags).toEqual(['2', 'latest']);
    expect(() => listTags(inventory, `team/api@${untagged}`)).toThrow('No tag of team/api points to');
  });

  it('are none where tags/ is empty, and unknown to a registry where there is no tags/', async () => {
    volume.remove(tagsPath('team/api')).makeDirectory(tagsPath('team/api'));
    volume.remove(tagsPath('lib.rary/db'));
    volume.repository('team/layers').looseBlob('loose');
    volume.remove(tagsPath('team/file')).writeFileAt(tagsPath('team/file'), 'no directory');
    await open();
    expect(listTags(inventory, 'team/api').tags).toEqual([]);
    for (const name of ['lib.rary/db', 'team/layers'])
      expect(() => listTags(inventory, name)).toThrow(
        `${name} has no _manifests/tags: a registry answers 404`,
      );
    expect(() => listTags(inventory, 'team/file')).toThrow('a registry cannot list its tags');
  });
});

describe('a tag whose link says no digest', () => {
  it('takes nothing', async () => {
    volume.writeLink(`${REPOSITORIES}/team/api/_manifests/tags/1/current/link`, 'nonsense');
    volume.writeFileAt(`${REPOSITORIES}/team/api/_manifests/tags/file`, 'no tag');
    await open();
    for (const tag of ['1', 'file'])
      expect(usageByTag(inventory, `team/api:${tag}`).tags).toMatchObject([{ tag, digest: null, bytes: 0 }]);
    // A file among the tags is none of them.
    const tags = usageByTag(inventory).tags.map(({ repository, tag }) => `${repository}:${tag}`);
    expect(tags).toEqual(['lib.rary/db:1', 'team/api:1', 'team/api:2', 'team/api:latest']);
  });
});
