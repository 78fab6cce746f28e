import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RepositoryListing, TagListings } from '../../src/answers/ls/listing.ts';
import { lsQuestion } from '../../src/answers/ls.ts';
import { ask, type Inventory, UsageError } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { currentLinkPath, REPOSITORIES } from '../support/volume-paths.ts';

const dir = sharedDirectory();
let inventory: Inventory;
const digests = { api: '', web: '' };

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  const api = volume.repository('team/api').image({ layers: ['a'], tag: 'v1.0' });
  api.tag('v1.1', api.digest).tag('latest', api.digest);
  digests.api = api.digest;
  volume
    .at('2026-02-05T08:00:00Z')
    .repository('team/web')
    .index({
      tag: 'v1.0',
      children: [
        { layers: ['a'] },
        { layers: ['b'], platform: { os: 'linux', architecture: 'arm64' } },
        { attests: 0 },
      ],
    });
  digests.web = volume.repository('team/web').digest;
  volume.writeLink(currentLinkPath('team/web', 'damaged'), 'nonsense');
  volume.repository('other/deep/api').image({ layers: ['c'], tag: 'v2' });
  // The registry lists no repository of which there are uploads alone, and no tags of one without a tags/.
  volume.repository('team/uploading').upload();
  volume.repository('team/loose').looseBlob('loose');
  fs.mkdirSync(Buffer.from(`${volume.resolve(REPOSITORIES)}/team/\u00ff/_layers`, 'latin1'), {
    recursive: true,
  });
  inventory = await inventoryOf(volume.dir);
});
afterAll(() => inventory.close());

const ls = (reference?: string, long = false) => ask.ls(inventory, { reference, long });

describe('a pattern', () => {
  it.each([
    ['team/*', ['team/api', 'team/loose', 'team/web', 'team/\ufffd']],
    ['*/api', ['team/api']],
    ['**/api', ['other/deep/api', 'team/api']],
    ['{other/**,team/w?b}', ['other/deep/api', 'team/web']],
    ['https://reg.example.com:5000/team/[!w]*/', ['team/api', 'team/loose', 'team/\ufffd']],
  ])('lists the repositories of the catalog that match %s', async (pattern, repositories) => {
    expect(await ls(pattern)).toMatchObject({ repositories });
  });

  it.each([
    ['team/api:v*', 'team/api', ['v1.0', 'v1.1']],
    ['reg.example.com/team/api:*.1', 'team/api', ['v1.1']],
    ['team/web:*', 'team/web', ['damaged', 'v1.0']],
    ['team/api:x*', 'team/api', []],
  ])('lists the tags of one repository that match %s', async (pattern, name, tags) => {
    expect(await ls(pattern)).toEqual({ name, tags });
  });

  it('lists those of several with each repository that has some', async () => {
    expect(await ls('**:v?{,.0}')).toEqual({
      tagLists: [
        { name: 'other/deep/api', tags: ['v2'] },
        { name: 'team/api', tags: ['v1.0'] },
        { name: 'team/web', tags: ['v1.0'] },
      ],
    });
    const { names } = await lsQuestion.ask(inventory, { reference: 'team/*:v1.0' });
    expect(names).toEqual(['team/api:v1.0', 'team/web:v1.0']);
  });

  it('that matches nothing lists nothing, and says so', async () => {
    for (const [reference, listed] of [
      ['nothing/*', { repositories: [] }],
      ['nothing/*:*', { tagLists: [] }],
    ] as const) {
      const answer = await lsQuestion.ask(inventory, { reference });
      expect(answer).toMatchObject({ listed, exitCode: 0, notes: [`Nothing matches '${reference}'.`] });
    }
    expect((await lsQuestion.ask(inventory, { reference: 'team/*' })).notes).toEqual([]);
  });

  it.each([
    ['team/[a', 'a bracket of it is left open'],
    ['team/api:{v1', 'a bracket of it is left open'],
    ['team api/*', "' ' stands in no name"],
    ['none/api:v*', "There is no repository 'none/api'"],
    ['team/loose:v*', 'team/loose has no _manifests/tags'],
  ])('that is none, or of no repository, is refused: %s', async (pattern, complaint) => {
    await expect(ls(pattern)).rejects.toThrow(UsageError);
    await expect(ls(pattern)).rejects.toThrow(complaint);
  });
});

describe('a long list', () => {
  it('of repositories has tags, bytes and the last push of each', async () => {
    const usage = await ask.usage(inventory);
    const bytesOf = (name: string) => usage.repositories?.find((each) => each.name === name)?.bytes;
    const listed = await ls('team/{api,loose,web}', true);
    expect(listed).toEqual({
      repositories: ['team/api', 'team/loose', 'team/web'],
      details: [
        { name: 'team/api', tags: 3, bytes: bytesOf('team/api'), pushedAt: '2026-01-05T08:00:00.000Z' },
        { name: 'team/loose', tags: 0, bytes: 0, pushedAt: null },
        { name: 'team/web', tags: 2, bytes: bytesOf('team/web'), pushedAt: '2026-02-05T08:00:00.000Z' },
      ],
    });
    const all = (await ls(undefined, true)) as RepositoryListing;
    expect(all.details?.filter(({ nameBase64 }) => nameBase64 !== undefined)).toHaveLength(1);
  });

  it('of tags has what each is, and its bytes as usage has them', async () => {
    const { tags = [] } = await ask.usage(inventory, { by: 'tag', reference: 'team/web' });
    expect(await ls('team/web', true)).toEqual({
      name: 'team/web',
      tags: ['damaged', 'v1.0'],
      details: [
        {
          tag: 'damaged',
          digest: null,
          kind: null,
          bytes: 0,
          platforms: [],
          createdAt: null,
          pushedAt: '2026-02-05T08:00:00.000Z',
        },
        {
          tag: 'v1.0',
          digest: digests.web,
          kind: 'index',
          bytes: tags.find(({ tag }) => tag === 'v1.0')?.bytes,
          platforms: ['linux/amd64', 'linux/arm64'],
          createdAt: '2026-01-05T08:00:00.000Z',
          pushedAt: '2026-02-05T08:00:00.000Z',
        },
      ],
    });
  });

  it('has the tags of several repositories, or the one that is named', async () => {
    const listed = (await ls('team/*:v1.0', true)) as TagListings;
    expect(listed.tagLists.map(({ details }) => details)).toMatchObject([
      [{ tag: 'v1.0', digest: digests.api, kind: 'image', platforms: ['linux/amd64'] }],
      [{ tag: 'v1.0', digest: digests.web }],
    ]);
    expect(await ls(`team/api:latest`, true)).toMatchObject({
      tags: ['latest'],
      details: [{ tag: 'latest' }],
    });
    expect(await ls(`team/api@${digests.api}`, true)).toMatchObject({ tags: ['latest', 'v1.0', 'v1.1'] });
  });
});
