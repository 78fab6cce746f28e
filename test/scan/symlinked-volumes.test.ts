import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findOrphans, listRepositories, type TakeInventoryOptions, usage } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { naiveModel } from '../support/naive-model.ts';
import { problemsOf } from '../support/problems-of.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { BLOBS, blobPath, currentLinkPath, REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const TEAM = `${REPOSITORIES}/team/api`;

function volumeWithImage(): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  return volume;
}

/** Moves a part of the volume elsewhere and leaves a symlink, as operators do when a disk is full. */
function moveTo(volume: VolumeBuilder, part: string, place: string): void {
  fs.renameSync(volume.resolve(part), path.join(dir(), place));
  volume.symlink(part, path.join(dir(), place));
}

const LAYER_DATA = blobPath(layerDigest('base'));

// Parts that operators put on another disk, from the largest to a single file.
const PARTS = [
  'docker',
  'docker/registry/v2',
  BLOBS,
  `${BLOBS}/sha256`,
  path.dirname(path.dirname(LAYER_DATA)),
  path.dirname(LAYER_DATA),
  LAYER_DATA,
  REPOSITORIES,
  `${REPOSITORIES}/team`,
  TEAM,
  `${TEAM}/_manifests`,
  `${TEAM}/_manifests/revisions`,
  `${TEAM}/_manifests/revisions/sha256`,
  `${TEAM}/_manifests/tags`,
  `${TEAM}/_manifests/tags/1`,
  `${TEAM}/_manifests/tags/1/current`,
  currentLinkPath('team/api', '1'),
  `${TEAM}/_layers`,
];

async function scan(volume: VolumeBuilder, options: Partial<TakeInventoryOptions> = {}) {
  const inventory = await inventoryOf(volume.dir, options);
  const { totals, repositories } = usage(inventory);
  const { undetermined, blobs } = findOrphans(inventory, { minAgeMs: 0 });
  const untagged = findOrphans(inventory, { minAgeMs: 0, untagged: true });
  const problems = problemsOf(inventory);
  const names = listRepositories(inventory);
  inventory.close();
  return { totals, repositories, undetermined, orphans: blobs.length, untagged, problems, names };
}

describe('a volume of which a part is on another disk', () => {
  it.each(PARTS)('is read as if it were not: %s', async (part) => {
    const volume = volumeWithImage();
    const whole = await scan(volume);
    moveTo(volume, part, 'disk');
    const { problems, ...rest } = await scan(volume);
    // Removing the blob would remove the symlink: the file on the other disk stays, so that nothing is only here.
    const kept = part === LAYER_DATA || part === path.dirname(LAYER_DATA) ? 1000 : 0;
    const [repository] = whole.repositories;
    const { uniqueBytes = 0, sharedBytes = 0 } = repository ?? {};
    const sizes = { uniqueBytes: uniqueBytes - kept, sharedBytes: sharedBytes + kept };
    expect(rest).toEqual({ ...whole, repositories: [{ ...repository, ...sizes }], problems: undefined });
    expect(problems).toEqual([`symlink-outside ${part}`]);
  });

  it.each(PARTS)('claims no certain orphan with --no-follow: %s', async (part) => {
    const volume = volumeWithImage();
    // Only the tag or only the revision may hold the image.
    if (part.includes('/tags'))
      fs.rmSync(volume.resolve(revisionLinkPath('team/api', volume.repository('team/api').digest)));
    else if (part.includes('/revisions')) volume.repository('team/api').deleteTag('1');
    moveTo(volume, part, 'disk');
    const { undetermined, orphans, untagged, totals } = await scan(volume, { follow: false });
    expect(undetermined || orphans === 0, 'an orphan is claimed').toBe(true);
    expect(untagged.undetermined || untagged.blobs.length === 0, 'an untagged blob is claimed').toBe(true);
    // What is not followed is not counted.
    const outside = fs.statSync(path.join(dir(), 'disk')).isDirectory();
    if (part.startsWith(BLOBS) && outside) expect(totals.blobBytes).toBeLessThan(1790);
  });

  it('claims no certain orphan with --no-follow where a manifest is what was not followed', async () => {
    const volume = volumeWithImage();
    moveTo(volume, blobPath(volume.repository('team/api').digest), 'disk');
    const { undetermined, orphans } = await scan(volume, { follow: false });
    expect([undetermined, orphans]).toEqual([true, 2]);
  });

  it('claims no certain orphan where the disk is not mounted', async () => {
    const volume = volumeWithImage();
    volume.remove(REPOSITORIES).symlink(REPOSITORIES, '/not/mounted/repositories');
    expect(await scan(volume)).toMatchObject({ undetermined: true, orphans: 3 });
  });
});

describe('a symlink inside the volume', () => {
  it('to a repository makes two of it, whose blobs and files count once', async () => {
    const volume = volumeWithImage();
    volume.symlink(`${REPOSITORIES}/team/alias`, 'api');
    const { names, totals } = await scan(volume);
    expect(names).toEqual(['team/alias', 'team/api']);
    expect(totals).toEqual(naiveModel(volume.dir).totals);
  });

  it.each([...PARTS, `${TEAM}/_uploads`])('to where %s was moved counts nothing twice', async (part) => {
    for (const place of ['moved', `${REPOSITORIES}/moved`, `${BLOBS}/moved`]) {
      if (place.startsWith(`${part}/`)) continue;
      const volume = volumeWithImage();
      volume.repository('team/api').upload({ id: 'left', bytes: 77 });
      const { volumeBytes } = naiveModel(volume.dir).totals;
      moveTo(volume, part, `volume/${place}`);
      const { totals, repositories } = await scan(volume);
      expect(totals.volumeBytes, place).toBe(volumeBytes);
      expect(repositories.reduce((sum, { uploadBytes }) => sum + uploadBytes, 0)).toBe(totals.uploadBytes);
      volume.remove('');
    }
  });

  it.each([
    '_layers',
    '_manifests',
    '_manifests/tags',
    '_manifests/revisions/sha256',
    '_manifests/tags/1',
    '_manifests/tags/1/index',
    '_manifests/tags/1/current',
    '_uploads',
  ])("to another repository's %s counts its files once", async (part) => {
    const volume = volumeWithImage();
    volume.repository('team/api').upload({ id: 'left', bytes: 77 });
    volume.makeDirectory(`${REPOSITORIES}/team/web/_layers`).remove(`${REPOSITORIES}/team/web/${part}`);
    volume.symlink(`${REPOSITORIES}/team/web/${part}`, volume.resolve(`${TEAM}/${part}`));
    expect((await scan(volume)).totals.volumeBytes).toBe(naiveModel(volume.dir).totals.volumeBytes);
  });

  it.each([
    ['the blobs, beside the tree', 'backup', BLOBS],
    ['a whole directory of blobs, for another', `${BLOBS}/sha256/00`, path.dirname(path.dirname(LAYER_DATA))],
    ['all blobs, for those of another algorithm', `${BLOBS}/sha512`, `${BLOBS}/sha256`],
    ['the repositories, in a repository', `${TEAM}/_other`, REPOSITORIES],
  ])('to %s counts nothing twice', async (_, name, target) => {
    const volume = volumeWithImage();
    volume.symlink(name, volume.resolve(target));
    expect((await scan(volume)).totals).toEqual(naiveModel(volume.dir).totals);
  });

  it.each([
    // Nobody can tell what is behind it.
    ['itself', 'loop', 'loop', ' !'],
    ['its parent', 'team/up', '..', ''],
    ['the repository it is in', 'team/api/again', '../api', ''],
  ])('to %s is a loop, and is told', async (_, name, target, mark) => {
    const volume = volumeWithImage();
    volume.symlink(`${REPOSITORIES}/${name}`, target);
    const { problems, names } = await scan(volume);
    expect(problems).toEqual([`symlink-loop ${REPOSITORIES}/${name}${mark}`]);
    expect(names).toEqual(['team/api']);
  });

  it('to the root of the volume comes to an end', async () => {
    const volume = volumeWithImage();
    volume.symlink(`${REPOSITORIES}/up`, volume.dir);
    const { totals } = await scan(volume);
    expect(totals).toEqual(naiveModel(volume.dir).totals);
  });

  it('among several that lead to each other does not multiply the work', async () => {
    const volume = volumeWithImage();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const name of names) {
      volume.makeDirectory(`${REPOSITORIES}/${name}`);
      for (const other of names) volume.symlink(`${REPOSITORIES}/${name}/${other}`, `../${other}`);
    }
    expect((await scan(volume)).problems.length).toBeLessThanOrEqual(names.length ** 3);
  });
});
