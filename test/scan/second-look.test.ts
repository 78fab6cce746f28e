import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { usage } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeBytes, madeDigest } from '../support/made-bytes.ts';
import { naiveModel } from '../support/naive-model.ts';
import { problemsOf } from '../support/problems-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import {
  blobPath,
  currentLinkPath,
  layerLinkPath,
  REPOSITORIES,
  revisionLinkPath,
  tagHistoryLinkPath,
  uploadPath,
} from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const SETTLE_MS = 50;
const LAYER = madeBytes('a layer', 100);
const MANIFEST = JSON.stringify({ schemaVersion: 2, config: { digest: madeDigest('config') }, layers: [] });

interface Push {
  /** What stands there while the push is under way. */
  readonly half: string;
  readonly path: (manifest: string) => string;
  readonly code: string;
  /** What the push makes of it; `undefined` removes it. */
  readonly whole: (manifest: string) => string | undefined;
}

// A registry up to 3.0 makes a file empty first and then fills it; one from 3.1 on writes beside it and renames.
const PUSHES: Record<string, Push> = {
  'an empty revision link': {
    half: '',
    path: (digest) => revisionLinkPath('team/api', digest),
    code: 'link-empty',
    whole: (digest) => digest,
  },
  'an empty current link': {
    half: '',
    path: () => currentLinkPath('team/api', '2'),
    code: 'link-empty',
    whole: (digest) => digest,
  },
  "an empty link of a tag's history": {
    half: '',
    path: (digest) => tagHistoryLinkPath('team/api', '1', digest),
    code: 'link-empty',
    whole: (digest) => digest,
  },
  'an empty layer link': {
    half: '',
    path: (digest) => layerLinkPath('team/api', digest),
    code: 'link-empty',
    whole: (digest) => digest,
  },
  'a torn link': {
    half: 'sha256:0123',
    path: (digest) => revisionLinkPath('team/api', digest),
    code: 'link-malformed',
    whole: (digest) => digest,
  },
  'a file that is about to be renamed': {
    half: 'sha256:0123',
    path: () => `${REPOSITORIES}/team/api/_layers/link.0a6f9a2c-7f43-4b6f-9d2e-1c2b3a4d5e6f.tmp`,
    code: 'leftover',
    whole: () => undefined,
  },
};

describe('something half written', () => {
  it.each(Object.entries(PUSHES))('is no problem when it is whole a moment later: %s', async (_, push) => {
    const { volume, digest } = halfPushed(push);
    const whole = push.whole(digest);
    const finish = () =>
      whole === undefined ? volume.remove(push.path(digest)) : volume.writeLink(push.path(digest), whole);
    expect(await scan(volume, finish)).toEqual([]);
  });

  it.each(Object.entries(PUSHES))('is a problem when it is still so: %s', async (_, push) => {
    const { volume, digest } = halfPushed(push);
    expect(await scan(volume, () => undefined)).toEqual([`${push.code} ${push.path(digest)}`]);
  });

  it.each(Object.entries(PUSHES))('is a problem at once where it is old: %s', async (_, push) => {
    const { volume, digest } = halfPushed(push);
    // The newest file is new, and its directory old: a blob that is missing did not just go.
    const newest = volume.resolve(blobPath(volume.orphan('new')));
    volume.age('2026-01-05T08:00:00Z');
    fs.utimesSync(newest, new Date(), new Date());
    const notCalled = () => expect.fail('looked again');
    const problems = await scan(volume, notCalled, 60_000);
    expect(problems).toContain(`${push.code} ${push.path(digest)}`);
  });

  it('and changed, but still not whole, is a write in progress: no problem', async () => {
    const { volume, digest } = halfPushed(PUSHES['an empty revision link']!);
    const goOn = () => volume.writeLink(revisionLinkPath('team/api', digest), 'sha256:01');
    expect(await scan(volume, goOn)).toEqual([]);
  });
});

describe('on the second look', () => {
  it('a blob that was empty has the length that it has now', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const digest = volume.writeBlob(LAYER);
    volume.writeFileAt(blobPath(digest), '');
    const finish = () => volume.writeFileAt(blobPath(digest), LAYER);
    expect(await scan(volume, finish)).toEqual([]);
  });

  it('a manifest that was torn refers to what it says now', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const layer = volume.writeBlob(LAYER);
    const whole = JSON.stringify({ schemaVersion: 2, config: { digest: layer }, layers: [] });
    const { digest } = volume.repository('team/api').manifest(whole, { tag: '1' });
    volume.writeFileAt(blobPath(digest), whole.slice(0, 20));
    expect(await scan(volume, () => volume.writeFileAt(blobPath(digest), whole))).toEqual([]);
  });

  it('a tag that is gone is gone', async () => {
    const { volume } = halfPushed(PUSHES['an empty current link']!);
    expect(await scan(volume, () => volume.repository('team/api').deleteTag('2'))).toEqual([]);
  });

  it('an upload that has got its start is no problem', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.repository('team/api').upload({ id: 'u', startedAt: null });
    const start = `${uploadPath('team/api', 'u')}/startedat`;
    const finish = () => fs.writeFileSync(volume.resolve(start), '2026-01-05T08:00:00Z');
    const inventory = await inventoryOf(volume.dir, {
      settleMs: SETTLE_MS,
      onProgress: onSecondLook(finish),
    });
    expect(problemsOf(inventory)).toEqual([]);
    inventory.close();
  });
});

function halfPushed(push: Push) {
  const volume = aVolume(path.join(dir(), 'volume'));
  const { digest } = volume.repository('team/api').manifest(MANIFEST, { tag: '1', linked: false });
  volume.writeLink(push.path(digest), push.half);
  return { volume, digest };
}

/** Scans, calls `meanwhile` while the scan waits to look again, and says the problems; the sums must be right. */
async function scan(
  volume: VolumeBuilder,
  meanwhile: () => unknown,
  settleMs = SETTLE_MS,
): Promise<string[]> {
  const inventory = await inventoryOf(volume.dir, { settleMs, onProgress: onSecondLook(meanwhile) });
  const naive = naiveModel(volume.dir);
  const { taggedBytes, untaggedBytes, unreferencedBytes, blobs } = naive.totals;
  expect(usage(inventory).totals).toMatchObject({ taggedBytes, untaggedBytes, unreferencedBytes, blobs });
  expect(usage(inventory).repositories).toMatchObject(naive.repositories);
  const problems = problemsOf(inventory);
  inventory.close();
  return problems;
}

function onSecondLook(act: () => unknown): (progress: { step: string }) => void {
  return ({ step }) => {
    if (step === 'second look') act();
  };
}
