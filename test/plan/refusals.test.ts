import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ask, UsageError } from '../../src/index.ts';
import { refusalOf } from '../../src/plan/refusals.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';

const dir = temporaryDirectory();

let volume: VolumeBuilder;

beforeEach(() => {
  volume = aVolume(path.join(dir(), 'volume')).at('2020-01-05T08:00:00Z');
  volume.repository('app').image({ layers: ['base', 'one'], tag: 'v1' });
  volume.repository('team/api').image({ layers: ['base', 'two'], tag: 'v1' });
});

type Options = Parameters<typeof ask.plan>[1];

async function plan(options: Options): Promise<unknown> {
  const inventory = await inventoryOf(volume.dir);
  try {
    return await ask.plan(inventory, { registry: '2.8.3', ...options });
  } finally {
    inventory.close();
  }
}

const list = (text: string) => ({ name: 'in-use', bytes: Buffer.from(text) });

describe('a plan is refused', () => {
  it.each<[string, Options, RegExp]>([
    ['without a rule', {}, /says nothing about what may go/],
    ['with --free and no rule', { free: 1e9 }, /says nothing about what may go/],
    ['with a repository alone', { repository: ['app'] }, /says nothing about what may go/],
    ['that keeps the last none', { keepLast: 0 }, /--keep-last is 0/],
    ['of a repository that is not there', { match: ['*'], repository: ['team/apo'] }, /Near it: team\/api/],
    [
      'of repositories that are not there',
      { match: ['*'], repository: ['apo*'] },
      /No repository matches 'apo\*'/,
    ],
    [
      'of a repository that nothing there is like',
      { match: ['*'], repository: ['zzzzzz'] },
      /No repository matches 'zzzzzz': 'stowage ls' lists them\./,
    ],
    ['of a pattern that is none', { match: ['v[0-9'] }, /--match 'v\[0-9' is no pattern/],
    ['with an empty list of images in use', { match: ['*'], inUse: list('# none\n') }, /is empty/],
    ['with a list of other images', { match: ['*'], inUse: list('other:v1 app:v2') }, /None of the 2 names/],
    ['with a policy and a rule', { match: ['*'], policy: list('rules: []') }, /--match cannot go with/],
    ['for a registry that nobody knows', { match: ['*'], registry: '1.0' }, /is not emulated/],
  ])('%s', async (_, options, sentence) => {
    const refused = plan(options);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(sentence);
  });

  it('of a pull-through cache', async () => {
    volume.writeFileAt('scheduler-state.json', '{}');
    await expect(plan({ match: ['*'] })).rejects.toThrow(/pull-through cache, which answers 405/);
  });

  it("where GitLab's database has the tags", async () => {
    volume.writeFileAt('docker/registry/lockfiles/database-in-use', '');
    await expect(plan({ match: ['*'] })).rejects.toThrow(/GitLab keeps tags and manifests in its database/);
  });

  it('where no repository has a tag', async () => {
    for (const { name } of [volume.repository('app'), volume.repository('team/api')])
      volume.remove(`docker/registry/v2/repositories/${name}/_manifests/tags`);
    await expect(plan({ untagged: true })).rejects.toThrow(/Tags seem to be in a database, as Harbor/);
  });
});

describe('a plan is refused where part of the volume was not read', () => {
  const UNREAD =
    'was not read, so what refers to what is not known: nothing is planned. Scan again as a user who may read it, with all disks mounted.';
  const REPOSITORIES = 'docker/registry/v2/repositories';

  it.each<[string, string, () => unknown]>([
    ['a disk is not mounted', 'docker/registry/v2/blobs', () => volume.remove('docker/registry/v2/blobs')],
    [
      'a namespace leads nowhere',
      `${REPOSITORIES}/other`,
      () => volume.symlink(`${REPOSITORIES}/other`, 'nowhere'),
    ],
    [
      'a namespace leads nowhere, and is called nearly like a repository',
      `${REPOSITORIES}/apps`,
      () => volume.symlink(`${REPOSITORIES}/apps`, 'nowhere'),
    ],
    [
      'without it nobody can say that tags are not in a database',
      `${REPOSITORIES}/app`,
      () => {
        volume.repository('web').image({ layers: ['base'], tag: 'v1' });
        volume.remove(`${REPOSITORIES}/team/api/_manifests/tags`);
        volume.remove(`${REPOSITORIES}/app/_manifests`);
        volume.symlink(`${REPOSITORIES}/app/_manifests`, 'nowhere');
      },
    ],
  ])('%s', async (_, place, spoil) => {
    spoil();
    await expect(plan({ match: ['*'] })).rejects.toThrow(new UsageError(`${place} ${UNREAD}`));
  });

  it('and not where another repository was not', async () => {
    volume.symlink(`${REPOSITORIES}/team/api/_manifests/revisions/sha256/${'0'.repeat(64)}`, 'nowhere');
    const made = await plan({ match: ['*'] });
    expect(made).toMatchObject({
      delete: [{ repository: 'app' }],
      stays: [{ repository: 'team/api', reason: 'unreadable' }],
    });
  });
});

it('why nothing can be planned is said without a plan, too', async () => {
  const fine = await inventoryOf(volume.dir);
  expect(refusalOf(fine)).toBeUndefined();
  volume.writeFileAt('scheduler-state.json', '{}');
  const cache = await inventoryOf(volume.dir);
  expect(refusalOf(cache)).toBe(
    'This is a pull-through cache, which answers 405 to every DELETE: nothing can be planned for it. It removes what it fetched by itself, after `proxy.ttl`.',
  );
  cache.close();
  fine.close();
  expect(() => refusalOf(fine)).toThrow(TypeError);
});

describe('a plan is made', () => {
  it('with a list of other images, where that may be', async () => {
    const options = { match: ['*'], inUse: list('other:v1'), inUseMayBeEmpty: true };
    await expect(plan(options)).resolves.toMatchObject({ delete: [{ repository: 'app' }, {}] });
  });

  it('with a list of which something is there', async () => {
    const made = await plan({ match: ['*'], inUse: list('app:v1 other:v1') });
    expect(made).toMatchObject({
      delete: [{ repository: 'team/api' }],
      stays: [{ repository: 'app', reason: 'in-use' }],
    });
  });

  it('of all repositories that some pattern means', async () => {
    const made = await plan({ match: ['*'], repository: ['app', 'team/*'] });
    expect(made).toMatchObject({ delete: [{ repository: 'app' }, { repository: 'team/api' }] });
  });

  it('in the order of names, be a repository new since an earlier scan', async () => {
    await plan({ match: ['*'] });
    volume.repository('aaa').image({ layers: ['three'], tag: 'v1' });
    expect(await plan({ match: ['*'] })).toMatchObject({ emptied: ['aaa', 'app', 'team/api'] });
  });

  it('with a whole repository protected', async () => {
    const made = await plan({ match: ['*'], protect: ['app:*'] });
    expect(made).toMatchObject({ delete: [{ repository: 'team/api', tags: ['v1'] }] });
  });
});

it('a plan is refused that would break an index whose child another repository keeps whole', async () => {
  const child = volume.repository('team/a').image({ layers: ['part'], tag: 'v1' }).digest;
  // Its links to layers, as a push by mounts leaves them, and no revision.
  volume
    .repository('lists')
    .image({ layers: ['part'], label: 'v1', linked: false })
    .layerLink(child);
  volume
    .at(new Date())
    .repository('lists')
    .index({ children: [{ listed: child, platform: { os: 'linux', architecture: 'amd64' } }], tag: 'm' });
  const rule = { olderThan: 90 * 24 * 60 * 60 * 1000, repository: ['team/a', 'lists'] };
  await expect(plan(rule)).rejects.toThrow(
    /^No plan is made, because an image that stays would break, such as lists@sha256:\w{64}, which would lose sha256:\w{64}: push it again with all it lists, or leave out what else has that\.$/,
  );
  expect(await plan({ ...rule, registry: '3.0.0' })).toMatchObject({ delete: [{ digest: child }] });
});
