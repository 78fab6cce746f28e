import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reconcileQuestion } from '../../src/answers/reconcile.ts';
import { ask, type Inventory, type Reconciliation, reconcile, UsageError } from '../../src/index.ts';
import { REMEMBERED } from '../../src/reconcile/matching.ts';
import type { ReconcileOptions } from '../../src/reconcile/reconcile.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf, madeBytes, madeDigest } from '../support/made-bytes.ts';
import { imageManifestJson, MEDIA_TYPES } from '../support/manifest-json.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { BLOBS, blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const LAYERS = { a: layerDigest({ name: 'a', bytes: 1000 }), b: layerDigest({ name: 'b', bytes: 3000 }) };
let volume: VolumeBuilder;
let open: Inventory[];

// Two repositories that share layer a; b is of the second alone; one blob is in none.
beforeEach(() => {
  open = [];
  volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  volume.repository('team/one').image({ layers: [{ name: 'a', bytes: 1000 }], tag: '1', label: 'one' });
  volume.repository('team/two').image({
    layers: [
      { name: 'a', bytes: 1000 },
      { name: 'b', bytes: 3000 },
    ],
    tag: '1',
    label: 'two',
  });
  volume.orphan('nobody', 500);
});
afterEach(() => {
  for (const inventory of open) inventory.close();
});

async function scan(): Promise<Inventory> {
  const inventory = await inventoryOf(volume.dir);
  open.push(inventory);
  return inventory;
}

function sourceOf(list: string): ReconcileOptions['source'] {
  return (async function* () {
    yield Buffer.from(list);
  })();
}

async function held(
  list: string | readonly string[],
  options: Partial<ReconcileOptions> = {},
): Promise<Reconciliation> {
  const text = typeof list === 'string' ? list : list.join('\n');
  return reconcile(await scan(), { source: sourceOf(text), ...options });
}

/** Digests of all blobs on the disk. */
function onDisk(): string[] {
  const names = fs.readdirSync(volume.resolve(`${BLOBS}/sha256`), { recursive: true }) as string[];
  return names.filter((name) => name.endsWith('/data')).map((name) => `sha256:${name.split('/')[1]}`);
}

function bytesOf(digests: readonly string[]): number {
  return digests.reduce((sum, digest) => sum + fs.statSync(volume.resolve(blobPath(digest))).size, 0);
}

describe('a volume against a list', () => {
  it('that names all of it: nothing is unknown', async () => {
    const all = onDisk();
    const { known, unknown, missing, sizeMismatches, list } = await held(all);
    expect(known).toEqual({ blobs: all.length, bytes: bytesOf(all) });
    expect(unknown).toMatchObject({ blobs: 0, bytes: 0, byRepository: [] });
    expect([missing, sizeMismatches]).toEqual([{ blobs: 0, foreign: 0 }, []]);
    expect(list).toEqual({ lines: all.length, repeated: 0, odd: { lines: 0 }, setAside: [] });
  });

  it('that lacks some: known and unknown are all there is', async () => {
    const all = onDisk();
    const kept = all.filter((digest) => digest !== LAYERS.a && digest !== LAYERS.b);
    const { known, unknown } = await held(kept);
    expect(known).toEqual({ blobs: kept.length, bytes: bytesOf(kept) });
    expect(unknown).toMatchObject({ blobs: 2, bytes: 4000, manifests: { blobs: 0, bytes: 0 } });
    expect(unknown.byRepository).toEqual([
      { repository: 'team/one', blobs: 1, bytes: 1000 },
      { repository: 'team/two', blobs: 2, bytes: 4000 },
    ]);
    expect(unknown.inNoRepository).toEqual({ blobs: 0, bytes: 0 });
    expect(unknown.byAge).toMatchObject([{}, {}, {}, { minDays: 90, blobs: 2, bytes: 4000 }, { blobs: 0 }]);
  });

  it('tells the unknown that no repository links to, and manifests', async () => {
    const { unknown, list } = await held([LAYERS.a]);
    const orphan = digestOf(madeBytes('nobody', 500));
    expect(unknown.inNoRepository).toEqual({ blobs: 1, bytes: bytesOf([orphan]) });
    expect(unknown.manifests.blobs).toBe(2);
    expect(list.lacks).toBe('manifests');
  });

  it('keeps apart what is younger than the list may be', async () => {
    const now = new Date();
    fs.utimesSync(volume.resolve(blobPath(LAYERS.b)), now, now);
    const kept = onDisk().filter((digest) => digest !== LAYERS.a && digest !== LAYERS.b);
    const { unknown } = await held(kept);
    expect([unknown.blobs, unknown.bytes, unknown.young]).toEqual([1, 1000, { blobs: 1, bytes: 3000 }]);
    expect(unknown.byRepository[1]).toEqual({ repository: 'team/two', blobs: 1, bytes: 1000 });
    expect((await held(kept, { minAgeMs: 0 })).unknown.young.blobs).toBe(0);
  });

  it('counts what is missing once, be it mentioned or not, and what the list repeats apart', async () => {
    volume.remove(blobPath(LAYERS.b));
    const stranger = madeDigest('of no volume');
    const { missing, list } = await held([LAYERS.a, LAYERS.b, stranger, LAYERS.a, LAYERS.b, stranger]);
    expect(missing).toEqual({ blobs: 2, foreign: 0 });
    expect([list.lines, list.repeated]).toEqual([6, 3]);
  });

  it('tells foreign layers from what is missing', async () => {
    volume.repository('win').image({ layers: [{ name: 'windows', foreign: true }], tag: '1', label: 'win' });
    const { missing } = await held([LAYERS.a, layerDigest({ name: 'windows', foreign: true })]);
    expect(missing).toEqual({ blobs: 1, foreign: 1 });
  });

  it('compares sizes where the list has some', async () => {
    const { sizeMismatches } = await held(`digest,size\n${LAYERS.a},999\n${LAYERS.b},3000\n`);
    expect(sizeMismatches).toEqual([{ digest: LAYERS.a, bytes: 1000, expected: 999 }]);
    const none = await held(`digest,size\n${LAYERS.a},\n${LAYERS.b},\\N\n`);
    expect([none.sizeMismatches, none.known.blobs]).toEqual([[], 2]);
  });

  it('takes no blob for known that Harbor is about to delete', async () => {
    const rows = [`${LAYERS.a},none`, `${LAYERS.b},delete`, `${madeDigest('gone')},deleting`];
    const { known, missing, list } = await held(`digest,status\n${rows.join('\n')}\n`);
    expect([known.blobs, missing.blobs]).toEqual([1, 0]);
    expect(list.setAside).toEqual([
      { status: 'delete', lines: 1 },
      { status: 'deleting', lines: 1 },
    ]);
  });

  it('knows a blob by another digest under which it is kept', async () => {
    const bytes = 'by two names';
    const [stored, named] = [volume.writeBlob(bytes), digestOf(bytes, 'sha512')];
    volume.repository('team/one').layerLink(named, stored).layerLink(stored);
    const { oci } = MEDIA_TYPES;
    const config = { mediaType: oci.config, digest: named, size: bytes.length };
    const json = imageManifestJson({ mediaType: oci.manifest, config, layers: [] });
    volume.repository('team/one').manifest(json, { tag: 'two-names' });
    const { known, missing } = await held([named]);
    expect([known, missing.blobs]).toEqual([{ blobs: 1, bytes: bytes.length }, 0]);
  });

  it('counts a file with two names once', async () => {
    const second = madeDigest('a second name');
    volume.hardLink(blobPath(second), blobPath(LAYERS.b));
    const { known, unknown } = await held([LAYERS.b, second]);
    expect(known).toEqual({ blobs: 2, bytes: 3000 });
    expect((await held([LAYERS.b])).unknown.bytes).toBe(unknown.bytes);
  });

  it('says how many lines are no digest, and which is the first', async () => {
    const { list } = await held([LAYERS.a, 'what is this', '', LAYERS.b, '(2 rows)']);
    expect(list.odd).toEqual({ lines: 2, first: { line: 2, text: 'what is this' } });
  });
});

describe('digests for a next program', () => {
  it('are the unknown, bytewise and without the young', async () => {
    const now = new Date();
    fs.utimesSync(volume.resolve(blobPath(LAYERS.b)), now, now);
    const manifests = onDisk().filter((digest) => digest !== LAYERS.a && digest !== LAYERS.b);
    const told: string[] = [];
    await held(manifests, { list: 'unknown', onDigest: (digest) => told.push(digest) });
    expect(told).toEqual([LAYERS.a]);
    const all: string[] = [];
    await held(manifests, { list: 'unknown', minAgeMs: 0, onDigest: (digest) => all.push(digest) });
    expect(all).toEqual([LAYERS.a, LAYERS.b].sort());
  });

  it('are the missing, in the order of the list', async () => {
    const [first, second] = [madeDigest('1'), madeDigest('2', 'sha512')];
    const told: string[] = [];
    const list = [second, LAYERS.a, first, second];
    await held(list, { list: 'missing', onDigest: (digest) => told.push(digest) });
    expect(told).toEqual([second, first]);
  });

  it('are refused where the list has no manifest, which would all seem unknown', async () => {
    const told: string[] = [];
    const refused = held([LAYERS.a], { list: 'unknown', onDigest: (digest) => told.push(digest) });
    await expect(refused).rejects.toThrow(/not one of its manifests.*table manifests/);
    expect(told).toEqual([]);
  });

  it('are refused where the list names no blob of the volume, as one of another registry', async () => {
    const { list, unknown } = await held([madeDigest('elsewhere')]);
    expect([list.lacks, unknown.blobs]).toEqual(['all', onDisk().length]);
    await expect(held([madeDigest('elsewhere')], { list: 'unknown', onDigest: () => {} })).rejects.toThrow(
      /names no blob of this volume: is it of another registry/,
    );
  });
});

describe('a list without a digest', () => {
  it.each([
    ['nothing', '', /^The list is empty: expected one digest a line/],
    ['comments alone', '# nothing\n\n', /^The list is empty/],
    ['names', 'team/app\nteam/web\n', /^No line of the list is a digest: line 1 is 'team\/app', expected/],
    ['CSV without the column', 'id,name\n1,a\n', /line 1 is 'id,name', expected .* CSV with a column digest/],
    ['another status', `digest,status\n${madeDigest('a')},ok\n`, /has the status none, but ok/],
  ])('is refused: %s', async (_, list, message) => {
    const refused = held(list);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});

describe('the question', () => {
  const asked = async (list: readonly string[]) =>
    reconcileQuestion.ask(await scan(), { source: sourceOf(list.join('\n')) });

  it('is asked where GitLab keeps manifests in its database, with a word on its two tables', async () => {
    volume.writeFileAt('docker/registry/lockfiles/database-in-use', '{"version":1}');
    const { known, notes, exitCode } = await asked(onDisk());
    expect([known.blobs, exitCode]).toEqual([onDisk().length, 0]);
    expect(notes).toEqual([expect.stringMatching(/^GitLab keeps manifests in the table manifests/)]);
  });

  it('says what is odd about the list', async () => {
    const { notes } = await asked(['what', LAYERS.a]);
    expect(notes).toEqual([
      expect.stringMatching(/^The list names blobs of this volume and not one of its manifests/),
      "Lines that are no digest: 1, the first is line 1: 'what'.",
    ]);
  });

  it('is asked by the library, which gives what --json prints', async () => {
    const { missing } = await ask.reconcile(await scan(), { source: sourceOf(madeDigest('gone')) });
    expect(missing).toEqual({ blobs: 1, foreign: 0 });
    await expect(ask.reconcile(await scan())).rejects.toThrow(UsageError);
  });
});

describe('a list of any length', () => {
  it('is counted to its end, with a word where what is missing may repeat', async () => {
    const strangers = Array.from({ length: REMEMBERED }, (_, at) => digestOf(String(at)));
    const list = [LAYERS.a, ...strangers, digestOf('0'), digestOf('one more'), digestOf('one more')];
    const { missing, list: rows } = await held(list);
    expect(missing).toEqual({ blobs: REMEMBERED + 2, foreign: 0, mayRepeat: true });
    expect(rows.repeated).toBe(1);
  });
});
