import { describe, expect, it } from 'vitest';
import { findReference, listTags, UsageError, usage, usageByTag } from '../../src/index.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';
import { dir, inventory, one, open, two, untagged, volume } from './team-volume.ts';

const ABSENT = madeDigest('nothing');

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
    await open({ follow: false });
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
