import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { layerLinkPath, REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';

/*
 * What cannot be an operation under way costs nothing: no scan waits for it, and no later scan reads it again.
 */

const dir = temporaryDirectory();
const LONG_AGO = '2026-01-05T08:00:00Z';
/** Times are compared as they are, however young. */
const TRUST_ALL = { hooks: { clockGranularityMs: -1e9 } };
type Options = NonNullable<Parameters<typeof inventoryOf>[1]>;
const API = `${REPOSITORIES}/team/api`;

function newVolume(): { volume: VolumeBuilder; digest: string } {
  const volume = aVolume(path.join(dir(), 'volume'));
  const { digest } = volume.repository('team/api').image({ layers: ['a'], tag: '1' });
  return { volume, digest };
}

async function waits({ dir }: VolumeBuilder): Promise<boolean> {
  let isWaiting = false;
  const onProgress = ({ step }: { step: string }) => {
    if (step === 'second look') isWaiting = true;
  };
  (await inventoryOf(dir, { settleMs: 1, onProgress })).close();
  return isWaiting;
}

describe('a scan waits for nothing', () => {
  it('where a whole image was pushed a moment ago', async () => {
    expect(await waits(newVolume().volume)).toBe(false);
  });

  it.each(['_manifests', '_layers'])('where a file is in the place of %s', async (part) => {
    const { volume } = newVolume();
    expect(await waits(volume.remove(`${API}/${part}`))).toBe(true);
    expect(await waits(volume.writeFileAt(`${API}/${part}`, 'no directory'))).toBe(false);
  });
});

type Act = (volume: VolumeBuilder, digest: string) => unknown;

it('a repository that nothing is wrong with is read again where it was written within a tick of the clock', async () => {
  const { volume } = newVolume();
  expect(await fingerprintOf(volume, {})).toBeNull();
  expect(await fingerprintOf(volume)).not.toBeNull();
});

describe.each<[string, Act]>([
  [
    'the revision of a tag',
    (volume, digest) => volume.remove(path.dirname(revisionLinkPath('team/api', digest))),
  ],
  ['a part of a repository', (volume) => volume.remove(`${API}/_layers`)],
  [
    'a link, of which the directory is left',
    (volume) => volume.makeDirectory(path.dirname(layerLinkPath('team/api', madeDigest('gone')))),
  ],
])('where %s is missing', (_, act) => {
  it('a later scan looks for it again where it may just have gone', async () => {
    const { volume, digest } = newVolume();
    act(volume, digest);
    expect(await fingerprintOf(volume)).toBeNull();
  });

  it.each([
    { minutes: 10.5, isAgain: true },
    { minutes: 12, isAgain: false },
  ])('the clock of a file server may be ten minutes behind: $minutes', async ({ minutes, isAgain }) => {
    const { volume, digest } = newVolume();
    act(volume, digest);
    const fingerprint = await fingerprintOf(volume.age(new Date(Date.now() - minutes * 60_000)));
    expect(fingerprint === null).toBe(isAgain);
  });

  it('no later scan does where it went long ago', async () => {
    const { volume, digest } = newVolume();
    act(volume, digest);
    expect(await fingerprintOf(volume.age(LONG_AGO))).not.toBeNull();
  });
});

/** What a later scan compares; null where it is to read the repository again. */
async function fingerprintOf(volume: VolumeBuilder, options: Options = TRUST_ALL) {
  const inventory = await inventoryOf(volume.dir, options);
  const row = inventory.database.prepare<[], { fingerprint: number | null }>(
    `SELECT fingerprint FROM repository WHERE name = 'team/api'`,
  );
  const { fingerprint } = row.get()!;
  inventory.close();
  return fingerprint;
}
