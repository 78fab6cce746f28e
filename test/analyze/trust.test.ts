import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trustIn } from '../../src/analyze/trust/trust.ts';
import { findFindings } from '../../src/check/find-findings.ts';
import { findOrphans, predictCollection, takeOverview } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeUuid } from '../support/made-bytes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { BLOBS, blobPath, currentLinkPath, REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const NOWHERE = '/nonexistent/place';

/** What every answer says of a volume, whose first image is tagged and whose second is not. */
async function answersOf(change: (volume: VolumeBuilder) => unknown) {
  const volume = aVolume(join(dir(), 'volume'));
  volume
    .repository('team/app')
    .image({ layers: ['one'], tag: '1' })
    .image({ layers: ['two'] });
  change(volume);
  const inventory = await inventoryOf(volume.dir);
  const { caveats, isCache } = trustIn(inventory);
  const gc = (deleteUntagged: boolean) =>
    predictCollection(inventory, { registry: '2.8.3', family: '2.7-2.8', deleteUntagged });
  const isElsewhere = caveats.some(({ code }) => code === 'metadata-elsewhere');
  const answers = {
    caveats: caveats.map(({ code, path }) => (path === undefined ? code : `${code} ${path}`)),
    isCache,
    report: takeOverview(inventory).reclaimable.undetermined,
    orphans: findOrphans(inventory).undetermined,
    untagged: findOrphans(inventory, { untagged: true }).undetermined,
    check: findFindings(inventory).undetermined ?? false,
    gc: isElsewhere ? undefined : (gc(false).undetermined ?? false),
    gcUntagged: isElsewhere ? undefined : (gc(true).undetermined ?? false),
    aborts: isElsewhere ? [] : gc(false).allAborts.map(({ path }) => path),
  };
  inventory.close();
  return answers;
}

const SURE = {
  caveats: [],
  report: false,
  orphans: false,
  untagged: false,
  check: false,
  gc: false,
  gcUntagged: false,
};
const ALL = { report: true, orphans: true, untagged: true, check: true, gc: true, gcUntagged: true };
const UNTAGGED = { report: true, orphans: false, untagged: true, check: true, gc: false, gcUntagged: true };

describe('a volume of which all could be read', () => {
  it('leaves nothing undetermined', async () => {
    expect(await answersOf(() => undefined)).toMatchObject(SURE);
  });

  it('may be empty after a last collection, or before a first push', async () => {
    const emptied = await answersOf((volume) => {
      volume.remove(REPOSITORIES).makeDirectory(`${REPOSITORIES}/team/app/_uploads`);
      volume.remove(BLOBS).makeDirectory(`${BLOBS}/sha256/ab`);
    });
    expect(emptied).toMatchObject(SURE);
    const begun = await answersOf((volume) => {
      volume.remove(REPOSITORIES).makeDirectory(`${REPOSITORIES}/team/app/_uploads`).remove(BLOBS);
    });
    expect(begun).toMatchObject({ ...SURE, aborts: [BLOBS] });
  });
});

describe('half of a volume', () => {
  it.each([
    [REPOSITORIES, 'not there', [REPOSITORIES]],
    [REPOSITORIES, 'empty', []],
    [REPOSITORIES, 'dangling', [REPOSITORIES]],
    [BLOBS, 'not there', [BLOBS]],
    [BLOBS, 'empty', []],
    [BLOBS, 'dangling', [BLOBS]],
    [`${BLOBS}/sha256`, 'dangling', []],
  ])('leaves everything undetermined: %s is %s', async (half, how, aborts) => {
    const answers = await answersOf((volume) => {
      volume.remove(half);
      if (how === 'empty') volume.makeDirectory(half);
      if (how === 'dangling') volume.symlink(half, NOWHERE);
    });
    expect(answers).toMatchObject({ ...ALL, caveats: [`half-missing ${half}`], aborts });
  });

  it.each([`${BLOBS}/sha256`])('is told as blobs/ where %s is not there, or empty', async (sha256) => {
    const gone = await answersOf((volume) => volume.remove(sha256));
    const empty = await answersOf((volume) => volume.remove(sha256).makeDirectory(sha256));
    for (const answers of [gone, empty])
      expect(answers).toMatchObject({ ...ALL, caveats: [`half-missing ${BLOBS}`] });
  });

  it('is blobs/sha256 where blobs of another algorithm are there', async () => {
    const answers = await answersOf((volume) => {
      volume.remove(`${BLOBS}/sha256`).writeBlob('other', 'sha512');
    });
    expect(answers).toMatchObject({ ...ALL, caveats: [`half-missing ${BLOBS}/sha256`] });
  });

  it('is repositories/ too where only directories of namespaces are left', async () => {
    const answers = await answersOf((volume) =>
      volume
        .remove(REPOSITORIES)
        .makeDirectory(`${REPOSITORIES}/team`)
        .writeFileAt(`${REPOSITORIES}/lost+found`, ''),
    );
    expect(answers).toMatchObject({ ...ALL, caveats: [`half-missing ${REPOSITORIES}`] });
  });

  it('is none where blobs are lost one by one', async () => {
    const answers = await answersOf((volume) =>
      volume.remove(`${BLOBS}/sha256`).makeDirectory(`${BLOBS}/sha256/ab`),
    );
    expect(answers).toMatchObject(SURE);
  });
});

describe('sources of references that are not known', () => {
  it('leave everything undetermined: a namespace that leads nowhere', async () => {
    const answers = await answersOf((volume) => volume.symlink(`${REPOSITORIES}/other`, NOWHERE));
    expect(answers).toMatchObject({ ...ALL, caveats: [`references-hidden ${REPOSITORIES}/other`] });
  });

  it.each(['_manifests', '_manifests/revisions'])(
    'leave everything undetermined: a file for %s',
    async (part) => {
      const path = `${REPOSITORIES}/team/other/${part}`;
      const answers = await answersOf((volume) => volume.writeFileAt(path, ''));
      expect(answers).toMatchObject({ ...ALL, caveats: [`references-hidden ${path}`] });
    },
  );

  it('leave everything undetermined: GitLab’s database', async () => {
    const lock = 'docker/registry/lockfiles/database-in-use';
    const answers = await answersOf((volume) => volume.writeFileAt(lock, ''));
    expect(answers).toMatchObject({
      ...ALL,
      caveats: [`metadata-elsewhere ${lock}`],
      gc: undefined,
      gcUntagged: undefined,
    });
  });
});

describe('tags that are not known leave what is untagged undetermined', () => {
  const LINK = currentLinkPath('team/app', '1');

  it.each([
    ['empty', (volume: VolumeBuilder) => volume.writeLink(LINK, '')],
    ['with a newline', (volume: VolumeBuilder) => volume.writeLink(LINK, `${'a'.repeat(64)}\n`)],
    ['a directory', (volume: VolumeBuilder) => volume.remove(LINK).makeDirectory(LINK)],
  ])('a tag’s link that is %s', async (_, damage) => {
    expect(await answersOf(damage)).toMatchObject({ ...UNTAGGED, caveats: [`tags-damaged ${LINK}`] });
  });

  it('a file in place of tags/', async () => {
    const tags = `${REPOSITORIES}/team/app/_manifests/tags`;
    const answers = await answersOf((volume) => volume.remove(tags).writeFileAt(tags, ''));
    expect(answers).toMatchObject({ ...UNTAGGED, caveats: [`tags-damaged ${tags}`] });
  });

  it('no repository has any', async () => {
    const answers = await answersOf((volume) => volume.remove(`${REPOSITORIES}/team/app/_manifests/tags`));
    expect(answers).toMatchObject({ ...UNTAGGED, caveats: ['tags-elsewhere'] });
  });

  it('most repositories never had any', async () => {
    const answers = await answersOf((volume) => {
      for (const name of ['b', 'c']) volume.repository(`team/${name}`).image({ layers: [name], label: name });
    });
    expect(answers).toMatchObject({ ...UNTAGGED, caveats: ['tags-elsewhere'] });
  });

  it('not where one repository of several has none, or few', async () => {
    const answers = await answersOf((volume) => {
      volume.repository('team/digests').image({ layers: ['digests'] });
      volume.repository('team/other').image({ layers: ['other'], tag: '1' });
      volume
        .repository('team/cleared')
        .image({ layers: ['other'], tag: '1' })
        .deleteTag('1');
    });
    expect(answers).toMatchObject(SURE);
  });
});

describe('a pull-through cache', () => {
  it.each(['{}', '', '{"a', '[1]', '{"a@sha256:b":{"Key":"a"}}'])(
    'is known by its state: %s',
    async (state) => {
      const answers = await answersOf((volume) => volume.writeFileAt('scheduler-state.json', state));
      expect(answers).toMatchObject({ ...SURE, isCache: true });
    },
  );

  it('is known by a state that was only being written', async () => {
    const answers = await answersOf((volume) =>
      volume.writeFileAt(`scheduler-state.json.${madeUuid('crash')}.tmp`, ''),
    );
    expect(answers.isCache).toBe(true);
  });

  it('is none without one', async () => {
    expect((await answersOf((volume) => volume.writeFileAt('scheduler.json', '{}'))).isCache).toBe(false);
  });

  it('keeps its tags nowhere else', async () => {
    const answers = await answersOf((volume) =>
      volume.writeFileAt('scheduler-state.json', '{}').remove(`${REPOSITORIES}/team/app/_manifests/tags`),
    );
    expect(answers).toMatchObject({ ...SURE, isCache: true });
  });

  it('misses nothing', async () => {
    const volume = aVolume(join(dir(), 'cache')).writeFileAt('scheduler-state.json', '{}');
    const { digest } = volume.repository('library/expired').image({ layers: ['one'], tag: '1' });
    volume.remove(revisionLinkPath('library/expired', digest));
    volume.repository('library/manifest').image({ layers: ['two'], tag: '1' });
    volume.remove(`${REPOSITORIES}/library/manifest/_layers`).remove(blobPath(digest));
    const inventory = await inventoryOf(volume.dir);
    expect(findFindings(inventory).totals).toMatchObject({ corruption: 0, warning: 0 });
    inventory.close();
  });

  it('is what it was said to be, until that is taken back', async () => {
    const volume = aVolume(join(dir(), 'said'));
    volume.repository('library/a').image({ layers: ['one'], tag: '1' });
    const said: boolean[] = [];
    for (const options of [
      {},
      { cache: true },
      {},
      { full: true },
      { readEveryLink: true },
      { cache: false },
      {},
    ]) {
      const inventory = await inventoryOf(volume.dir, options);
      said.push(trustIn(inventory).isCache);
      inventory.close();
    }
    expect(said).toEqual([false, true, true, true, true, false, false]);
  });
});
