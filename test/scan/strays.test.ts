import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { usage } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeDigest, madeUuid } from '../support/made-bytes.ts';
import { naiveModel } from '../support/naive-model.ts';
import { problemsOf } from '../support/problems-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { BLOBS, REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const TEAM = `${REPOSITORIES}/team/api`;
const HEX = madeDigest('absent').slice('sha256:'.length);

/** Where a file is seen by listing only, which a scan does not do by default. */
const BESIDE_WHAT_BELONGS: readonly string[] = [
  `${TEAM}/_manifests/tags/1/previous`,
  `${TEAM}/_manifests/tags/1/current/link.${madeUuid('crash')}.tmp`,
  `${TEAM}/_manifests/tags/1/current/.DS_Store`,
];

async function scanned(plant: (volume: VolumeBuilder) => void, { settleMs = 0, readEveryLink = false } = {}) {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  plant(volume);
  const inventory = await inventoryOf(volume.dir, { settleMs, readEveryLink });
  const strays = inventory.database.prepare('SELECT path, kind, files, bytes FROM stray ORDER BY path').all();
  const answer = { strays, problems: problemsOf(inventory), totals: usage(inventory).totals };
  inventory.close();
  return { ...answer, naiveTotals: naiveModel(volume.dir).totals };
}

// Wherever something stands that has no place there, it is told with its path, and its bytes are in the sum.
const PLACES = [
  'lost+found',
  'docker/notes.txt',
  'docker/registry/v1',
  'docker/registry/v2/.nfs0000000000c0ffee',
  `${BLOBS}/README`,
  `${BLOBS}/sha256/ab/.DS_Store`,
  `${BLOBS}/sha256/${HEX.slice(0, 2)}/${HEX}/data.${madeUuid('crash')}.tmp`,
  `${BLOBS}/md5`,
  `${REPOSITORIES}/README`,
  `${REPOSITORIES}/_trash`,
  `${TEAM}/_referrers`,
  `${TEAM}/_manifests/index.json`,
  ...BESIDE_WHAT_BELONGS,
  `${TEAM}/_layers/sha256/notes.txt`,
  `${TEAM}/_manifests/revisions/readme`,
];

// A directory there is walked as part of the layout: what is in it is told piece by piece.
const WALKED = new Set([
  `${REPOSITORIES}/README`,
  `${TEAM}/_layers/sha256/notes.txt`,
  `${TEAM}/_manifests/revisions/readme`,
]);

/** The bytes of all files below a directory, as `find` adds them up. */
function bytesBelow(directory: string): number {
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

describe('a scan that lists every directory', () => {
  it('sees a stray in whatever directory of a volume it lies', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume
      .repository('team/api')
      .image({ layers: ['base'], tag: '1' })
      .upload({ bytes: 10 });
    const directories = fs
      .readdirSync(volume.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(entry.parentPath, entry.name));
    for (const directory of directories) fs.writeFileSync(path.join(directory, '.DS_Store'), 'stray bytes');
    const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
    const { otherBytes, volumeBytes } = usage(inventory).totals;
    inventory.close();
    expect(volumeBytes).toBe(bytesBelow(volume.dir));
    expect(otherBytes).toBeGreaterThan(directories.length);
  });
});

describe('a stray', () => {
  it.each(PLACES)('file at %s is told and counted', async (place) => {
    const { strays, problems, totals, naiveTotals } = await scanned(
      (volume) => volume.writeFileAt(place, 'stray bytes'),
      { readEveryLink: BESIDE_WHAT_BELONGS.includes(place) },
    );
    expect(strays).toEqual([{ path: place, kind: 'file', files: 1, bytes: 11 }]);
    expect(problems).toEqual([expect.stringMatching(/^(stray|leftover) /)]);
    expect(totals).toEqual(naiveTotals);
  });

  it.each(PLACES.filter((place) => !WALKED.has(place)))(
    'directory at %s is one row with all that is in it',
    async (place) => {
      const { strays, totals, naiveTotals } = await scanned(
        (volume) =>
          volume
            .writeFileAt(`${place}/a/b`, '12345')
            .writeFileAt(`${place}/c`, '678')
            .makeDirectory(`${place}/d`),
        { readEveryLink: BESIDE_WHAT_BELONGS.includes(place) },
      );
      expect(strays).toEqual([{ path: place, kind: 'directory', files: 2, bytes: 8 }]);
      expect(totals).toEqual(naiveTotals);
    },
  );

  it.each([`link.${madeUuid('a')}.tmp`, `data.${madeUuid('b')}.tmp`, '.nfs000000000012ab'])(
    'named %s is what a crash left over',
    async (name) => {
      const { problems } = await scanned((volume) => volume.writeFileAt(`${TEAM}/_layers/${name}`, ''));
      expect(problems).toEqual([`leftover ${TEAM}/_layers/${name}`]);
    },
  );

  it('in _uploads named for what NFS leaves is a leftover there too', async () => {
    const place = `${TEAM}/_uploads/.nfs000000000012ab`;
    const { problems } = await scanned((volume) => volume.writeFileAt(place, '123'));
    expect(problems).toEqual([`leftover ${place}`]);
  });

  it('that holds a file named data is no longer harmless: a collector takes it for a blob', async () => {
    const { strays, problems, totals, naiveTotals } = await scanned((volume) =>
      volume.writeFileAt(`${BLOBS}/odd/x/data`, '123').writeFileAt(`${BLOBS}/odd/x/other`, '12345'),
    );
    expect(problems).toEqual([`blob-misplaced ${BLOBS}/odd/x/data`, `stray ${BLOBS}/odd`]);
    expect(strays).toMatchObject([{ bytes: 5 }, { bytes: 3 }]);
    expect(totals).toEqual(naiveTotals);
  });

  it('that holds a link below revisions/ or _layers/ is told apart from it', async () => {
    const at = `${TEAM}/_manifests/revisions/sha256/extra`;
    const { problems, totals, naiveTotals } = await scanned((volume) =>
      volume.writeFileAt(`${at}/deep/link`, madeDigest('x')).writeFileAt(`${at}/deep/other`, '12345'),
    );
    expect(problems).toEqual([`link-misplaced ${at}/deep/link`, `stray ${at}/deep`]);
    expect(totals).toEqual(naiveTotals);
  });

  it.each([`${BLOBS}/odd/x/data`, `${TEAM}/_manifests/revisions/sha256/extra/deep/link`])(
    'with %s in it is told the same on a second look',
    async (place) => {
      const plant = (volume: VolumeBuilder) =>
        volume.writeFileAt(place, madeDigest('x')).writeFileAt(`${path.dirname(place)}/other`, '12345');
      const first = await scanned(plant);
      expect(await scanned(plant, { settleMs: 10 })).toEqual(first);
    },
  );
});
