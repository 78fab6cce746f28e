import { beforeEach, describe, expect, it } from 'vitest';
import { UsageError, usage, usageByTag } from '../../src/index.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';
import { inventory, one, open, two, untagged, volume } from './team-volume.ts';

describe('the usage of a tag', () => {
  beforeEach(() => open());

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
