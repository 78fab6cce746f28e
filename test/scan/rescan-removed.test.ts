import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { findFindings, findOrphans, openInventory, usage } from '../../src/index.ts';
import { differenceOf, outcomeOf } from '../support/both-ways.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import {
  BLOBS,
  blobPath,
  layerLinkPath,
  REPOSITORIES,
  revisionLinkPath,
  tagHistoryLinkPath,
} from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const TEN_DAYS_AGO = new Date(Math.floor(Date.now() / 1000 - 10 * 24 * 60 * 60) * 1000);
// Longer than a tick of the clock that stamps files: 10 ms where a kernel ticks slowest.
const TICK_MS = 12;

const SMALL = { name: 'small', bytes: 1000 };
const LARGE = { name: 'large', bytes: 6000 };
const OF_B = { name: 'of b', bytes: 60_000 };
const ORPHAN_BYTES = 90_000;

/** Two images of their own and an orphan, all ten days old, and nothing wrong. */
let volume: VolumeBuilder;
let image: { readonly a: string; readonly b: string };
let orphan: string;
let before: Answers;

beforeEach(async () => {
  volume = aVolume(path.join(dir(), 'volume'));
  image = {
    a: volume.repository('a').image({ layers: [SMALL, LARGE], tag: '1' }).digest,
    b: volume.repository('b').image({ layers: [OF_B], tag: '1' }).digest,
  };
  orphan = volume.orphan('orphan', ORPHAN_BYTES);
  volume.age(TEN_DAYS_AGO);
  before = await rescan();
  expect(before).toMatchObject({ repositories: ['a', 'b'], blobs: 8, orphans: [ORPHAN_BYTES], findings: [] });
});

describe('a rescan sees that by hand', () => {
  it('one repository was removed and nothing else', async () => {
    volume.remove(`${REPOSITORIES}/b`);
    const { repositories, blobs, blobBytes, unreferencedBytes, orphans, findings } = await rescan();
    expect({ repositories, blobs, blobBytes, findings }).toEqual({
      repositories: ['a'],
      blobs: 8,
      blobBytes: before.blobBytes,
      findings: [],
    });
    expect(orphans).toEqual([sizeOf(image.b), configBytes(image.b), OF_B.bytes, ORPHAN_BYTES].sort(byNumber));
    expect(unreferencedBytes).toBe(sum(orphans));
  });

  it('all repositories were removed', async () => {
    for (const name of ['a', 'b']) volume.remove(`${REPOSITORIES}/${name}`);
    const { repositories, taggedBytes, unreferencedBytes, orphans } = await rescan();
    expect({ repositories, taggedBytes, unreferencedBytes }).toEqual({
      repositories: [],
      taggedBytes: 0,
      unreferencedBytes: before.blobBytes,
    });
    expect(orphans).toHaveLength(8);
  });

  it('large data files were removed and their directories stayed', async () => {
    // As `find blobs -name data -size +5k -delete`, where b's layer is spared.
    for (const digest of [layerDigest(LARGE), orphan]) volume.remove(blobPath(digest));
    const { blobs, blobBytes, orphans, findings, pullable } = await rescan();
    expect({ blobs, blobBytes, orphans }).toEqual({
      blobs: 6,
      blobBytes: before.blobBytes - LARGE.bytes - ORPHAN_BYTES,
      orphans: [],
    });
    expect(findings).toEqual(['image-blob-missing a:1', 'blob-directory-empty', 'blob-directory-empty']);
    expect(pullable).toEqual(['b:1']);
  });

  it('every data file was removed', async () => {
    for (const digest of allDigests()) volume.remove(blobPath(digest));
    const { blobs, blobBytes, findings, pullable } = await rescan();
    expect({ blobs, blobBytes }).toEqual({ blobs: 0, blobBytes: 0 });
    expect(findings.filter((each) => each.startsWith('blob-directory-empty'))).toHaveLength(8);
    const tags = findings.filter((each) => each.endsWith(':1'));
    expect(tags.map((each) => each.split(' ')[1]).sort()).toEqual(['a:1', 'b:1']);
    expect(pullable).toEqual([]);
  });

  it('a blob was moved away, as stowage verify advises, and came back', async () => {
    const data = volume.resolve(blobPath(layerDigest(LARGE)));
    const aside = path.join(dir(), 'moved away');
    fs.renameSync(data, aside);
    const away = await rescan();
    expect(away.blobBytes).toBe(before.blobBytes - LARGE.bytes);
    expect(away.findings).toEqual(['image-blob-missing a:1', 'blob-directory-empty']);
    fs.renameSync(aside, data);
    expect(await rescan()).toEqual(before);
  });

  it('the entry of a tag’s history was removed, which no link tells of', async () => {
    volume.remove(path.dirname(tagHistoryLinkPath('a', '1', image.a)));
    expect((await rescan()).otherBytes).toBe(before.otherBytes - 71);
    expect(countHistory()).toBe(1);
  });

  it('nothing was removed, though times are trusted less than they were, as where the clock was set back', async () => {
    expect(await rescan(3_600_000)).toEqual(before);
    volume.repository('b').looseBlob('new');
    for (let scans = 0; scans < 3; scans++)
      expect((await rescan()).orphans, `scan ${scans}`).toContain(ORPHAN_BYTES);
  });

  it('a repository was renamed', async () => {
    fs.renameSync(volume.resolve(`${REPOSITORIES}/b`), volume.resolve(`${REPOSITORIES}/c`));
    expect(await rescan()).toEqual({ ...before, repositories: ['a', 'c'], pullable: ['a:1', 'c:1'] });
  });

  it.each([
    ['_layers', { findings: ['repository-without-layers b:1'], blobs: 8, orphans: [ORPHAN_BYTES] }],
    ['_manifests/tags', { findings: ['repository-without-tags'], blobs: 8, orphans: [ORPHAN_BYTES] }],
  ])('%s of a repository was removed', async (part, expected) => {
    volume.remove(`${REPOSITORIES}/b/${part}`);
    expect(await rescan()).toMatchObject({ ...expected, pullable: ['a:1'] });
  });
});

describe('a rescan sees that in place', () => {
  it('a blob was cut, and mended, with its time given back', async () => {
    const data = volume.resolve(blobPath(layerDigest(LARGE)));
    const sound = fs.readFileSync(data);
    fs.truncateSync(data, 100);
    fs.utimesSync(data, TEN_DAYS_AGO, TEN_DAYS_AGO);
    const cut = await rescan();
    expect(cut.blobBytes).toBe(before.blobBytes - LARGE.bytes + 100);
    expect(cut.findings).toEqual(['blob-size-mismatch a:1']);
    fs.writeFileSync(data, sound);
    fs.utimesSync(data, TEN_DAYS_AGO, TEN_DAYS_AGO);
    expect(await rescan()).toEqual(before);
  });

  it('a manifest came to say something else of the same length, with its time given back', async () => {
    const data = volume.resolve(blobPath(image.a));
    const text = fs.readFileSync(data, 'latin1');
    fs.writeFileSync(data, text.replace(layerDigest(LARGE), orphan));
    fs.utimesSync(data, TEN_DAYS_AGO, TEN_DAYS_AGO);
    const { orphans, findings } = await rescan();
    expect(orphans).toEqual([LARGE.bytes]);
    // The descriptor's size is still that of the layer.
    expect(findings).toContain('blob-size-mismatch a:1');
  });

  it('a revision link came to say another digest, with its time given back', async () => {
    const link = volume.resolve(revisionLinkPath('b', image.b));
    fs.writeFileSync(link, image.a);
    fs.utimesSync(link, TEN_DAYS_AGO, TEN_DAYS_AGO);
    expect((await rescan()).findings).toContain('revision-link-mismatch b:1');
  });

  it('a link of a tag’s history came to say another digest', async () => {
    fs.writeFileSync(volume.resolve(tagHistoryLinkPath('a', '1', image.a)), image.b);
    expect((await rescan()).findings).toEqual(['tag-history-link-damaged']);
  });

  it('a layer link was emptied', async () => {
    fs.truncateSync(volume.resolve(layerLinkPath('a', layerDigest(LARGE))));
    expect(await rescan()).toMatchObject({ pullable: ['b:1'], blobs: 8 });
  });

  it('a blob was pushed into a directory that a killed collection left empty', async () => {
    const data = volume.resolve(blobPath(layerDigest(OF_B)));
    const bytes = fs.readFileSync(data);
    fs.rmSync(data);
    const emptied = await rescan();
    expect(emptied.blobBytes).toBe(before.blobBytes - OF_B.bytes);
    expect(emptied.findings).toContain('image-blob-missing b:1');
    fs.writeFileSync(data, bytes);
    expect(await rescan()).toEqual(before);
  });
});

/** What an operator asks for after a scan. */
interface Answers {
  readonly repositories: readonly string[];
  readonly blobs: number;
  readonly blobBytes: number;
  readonly taggedBytes: number;
  readonly unreferencedBytes: number;
  readonly otherBytes: number;
  /** Bytes of each, in order. */
  readonly orphans: readonly number[];
  /** Ids, with the tag that each affects. */
  readonly findings: readonly string[];
  /** Tags of which no finding says that they are damaged. */
  readonly pullable: readonly string[];
}

/** Scans over the last inventory, where there is one, and asks; a full scan must answer the same. */
async function rescan(clockGranularityMs = -1e9): Promise<Answers> {
  await wait(TICK_MS);
  const options = { volume: volume.dir, hooks: { clockGranularityMs } };
  const last = await outcomeOf({ ...options, db: lastInventory() });
  const full = await outcomeOf({ ...options, db: path.join(dir(), 'full.db'), full: true });
  const answers = ask();
  expect(differenceOf(last, full)).toEqual({});
  await wait(TICK_MS);
  return answers;
}

function lastInventory(): string {
  return path.join(dir(), 'last.db');
}

function ask(): Answers {
  const inventory = openInventory(lastInventory());
  const { totals, repositories } = usage(inventory);
  const { blobs, blobBytes, taggedBytes, unreferencedBytes, otherBytes } = totals;
  // What is only odd, or said of a collection, is told elsewhere.
  const { findings } = findFindings(inventory, { ignore: new Set(['layer-links-stale']) });
  const damaged = new Set(findings.flatMap(({ affects }) => affects ?? []));
  const tags = inventory.database
    .prepare<[], string>(`SELECT repository || ':' || tag FROM tags ORDER BY 1`)
    .pluck()
    .all();
  const answers = {
    ...{ blobs, blobBytes, taggedBytes, unreferencedBytes, otherBytes },
    repositories: repositories.map(({ name }) => name),
    orphans: findOrphans(inventory, { minAgeMs: 0 })
      .blobs.map(({ bytes }) => bytes)
      .sort(byNumber),
    findings: findings.map(({ id, affects = [] }) => [id, ...affects].join(' ')),
    pullable: tags.filter((tag) => !damaged.has(tag)),
  };
  inventory.close();
  return answers;
}

function countHistory(): number {
  const inventory = openInventory(lastInventory());
  const count = inventory.database.prepare('SELECT count(*) FROM tag_history').pluck().get() as number;
  inventory.close();
  return count;
}

function allDigests(): string[] {
  const files = fs.readdirSync(volume.resolve(BLOBS), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('/data')).map((file) => `sha256:${file.split('/').at(-2)}`);
}

function sizeOf(digest: string): number {
  return fs.statSync(volume.resolve(blobPath(digest))).size;
}

function configBytes(manifest: string): number {
  const { config } = JSON.parse(fs.readFileSync(volume.resolve(blobPath(manifest)), 'utf8'));
  return config.size;
}

function byNumber(a: number, b: number): number {
  return a - b;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
