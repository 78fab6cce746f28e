import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Inventory, openInventory, type TakeInventoryOptions, takeInventory } from '../../src/index.ts';
import type { Hooked } from '../../src/volume/test-hooks.ts';
import { VolumeFs } from '../../src/volume/volume-fs.ts';
import { dumpInventory } from '../support/dump-inventory.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
/** Trusts every time, however young: the tests wait for the clock to tick between what they do. */
const TRUST_ALL = -1e9;
const TICK_MS = 12;

async function scan(volume: string, db: string, options: Partial<TakeInventoryOptions & Hooked> = {}) {
  await takeInventory({
    volume,
    db,
    threads: 0,
    settleMs: 0,
    hooks: { clockGranularityMs: TRUST_ALL },
    ...options,
  });
  return openInventory(db);
}

function dumped(inventory: Inventory) {
  const rows = dumpInventory(inventory);
  inventory.close();
  return rows;
}

/** What a rescan over `last.db` says, and what a scan that never saw the volume says. */
async function bothWays(volume: string, options: Partial<TakeInventoryOptions & Hooked> = {}) {
  const rescan = dumped(await scan(volume, `${volume}-last.db`, options));
  const fresh = dumped(await scan(volume, `${volume}-fresh.db`, { ...options, full: true }));
  return { rescan, fresh };
}

/** How many links and manifests a scan opens. */
async function countOpened(volume: string, db: string, options: Partial<TakeInventoryOptions & Hooked> = {}) {
  const doors = [vi.spyOn(VolumeFs.prototype, 'readLink'), vi.spyOn(VolumeFs.prototype, 'readWhole')];
  try {
    (await scan(volume, db, options)).close();
    const paths = doors.flatMap((door) => door.mock.calls.map(([path]) => path));
    return paths.filter((each) => /\/(link|data)$/.test(each)).length;
  } finally {
    for (const door of doors) door.mockRestore();
  }
}

/** What a collector, or an operator, does between two scans; `pick` chooses among what is there. */
type Change = {
  readonly change: 'collect' | 'drop link' | 'touch link' | 'drop directory';
  readonly pick: number;
};

const change: fc.Arbitrary<Change> = fc.record({
  change: fc.constantFrom('collect', 'drop link', 'touch link', 'drop directory'),
  pick: fc.nat(9999),
});

function apply(volume: string, { change, pick }: Change): void {
  const paths = fs.readdirSync(volume, { recursive: true, encoding: 'utf8' }).sort();
  const choose = (pattern: RegExp) => {
    const found = paths.filter((each) => pattern.test(each));
    return found.length === 0 ? undefined : path.join(volume, found[pick % found.length] as string);
  };
  const isFile = (file: string | undefined): file is string =>
    file !== undefined && fs.lstatSync(file).isFile();
  if (change === 'collect') {
    const blob = choose(/blobs\/sha256\/..\/[^/]+$/);
    if (blob !== undefined) fs.rmSync(blob, { recursive: true });
  } else if (change === 'drop directory') {
    const directory = choose(/_(manifests|layers)(\/[^/]+)*$/);
    if (directory !== undefined) fs.rmSync(directory, { recursive: true, force: true });
  } else {
    const link = choose(/(_layers|revisions|current).*\/link$/);
    if (!isFile(link)) return;
    if (change === 'drop link') fs.rmSync(link);
    else fs.writeFileSync(link, fs.readFileSync(link));
  }
}

describe('a rescan', { timeout: 600_000 }, () => {
  it.each([
    ['trusting everything', {}],
    ['trusting what is older than the last scan', { hooks: { clockGranularityMs: 0 } }],
    ['with two looks', { settleMs: 1 }],
  ])('of a volume that changed, %s, has every row that a fresh scan has', async (_, options) => {
    let runs = 0;
    const steps = fc.array(fc.tuple(randomVolume(), fc.array(change, { maxLength: 4 })), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(randomVolume(), steps, async (first, later) => {
        const volume = path.join(dir(), `${runs++}`);
        buildRandomVolume(volume, first);
        fs.mkdirSync(path.join(volume, 'docker/registry/v2/repositories/kept/_layers'), { recursive: true });
        await wait(TICK_MS);
        (await scan(volume, `${volume}-last.db`, options)).close();
        for (const [ops, changes] of later) {
          await wait(TICK_MS);
          buildRandomVolume(volume, ops);
          for (const each of changes) apply(volume, each);
          await wait(TICK_MS);
          const { rescan, fresh } = await bothWays(volume, options);
          expect(rescan).toEqual(fresh);
        }
        fs.rmSync(volume, { recursive: true });
      }),
      { numRuns: cases({ few: 5, many: 15 }) },
    );
  });

  it('opens nothing where nothing changed, and parses no manifest twice', async () => {
    const volume = bigEnough();
    await wait(TICK_MS);
    const db = path.join(dir(), 'calls.db');
    const full = await countOpened(volume.dir, db);
    expect(await countOpened(volume.dir, db)).toBe(0);
    volume.repository('team/r3').image({ layers: ['new'], tag: 'new' });
    // The links of one repository of twelve, and one manifest.
    expect(await countOpened(volume.dir, db)).toBeLessThan(full / 10);
    expect(await countOpened(volume.dir, db, { full: true })).toBeGreaterThan(full);
  });

  it('does not believe times as young as the last scan', async () => {
    const volume = bigEnough();
    const db = path.join(dir(), 'young.db');
    const options = { hooks: { clockGranularityMs: 60_000 } };
    const full = await countOpened(volume.dir, db, options);
    expect(await countOpened(volume.dir, db, options)).toBe(full);
  });

  it('sees a tag that was moved back, which changes no directory', async () => {
    const volume = aVolume(path.join(dir(), 'retag'));
    const repository = volume.repository('team/api');
    const first = repository.image({ layers: ['a'], tag: '1' }).digest;
    repository.image({ layers: ['b'], tag: '1' });
    await wait(TICK_MS);
    (await scan(volume.dir, `${volume.dir}-last.db`)).close();
    await wait(TICK_MS);
    fs.writeFileSync(path.join(volume.dir, REPOSITORIES, 'team/api/_manifests/tags/1/current/link'), first);
    const { rescan, fresh } = await bothWays(volume.dir);
    expect(rescan).toEqual(fresh);
    expect(rescan['tag']?.join()).toContain(first.slice('sha256:'.length));
  });

  it('knows the newest time where nothing changed and it is that of a blob', async () => {
    const volume = bigEnough();
    await wait(TICK_MS);
    volume.orphan('newest');
    await wait(TICK_MS);
    (await scan(volume.dir, `${volume.dir}-last.db`)).close();
    const { rescan, fresh } = await bothWays(volume.dir);
    expect(rescan).toEqual(fresh);
  });

  it('sees that a blob of the wrong length was repaired in place', async () => {
    const volume = bigEnough();
    const layer = volume.orphan('layer', 5000);
    const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: layer, size: 5000 }, layers: [] });
    volume.repository('team/r1').manifest(manifest, { tag: 'cut' });
    const data = path.join(volume.dir, blobPath(layer));
    fs.truncateSync(data, 10);
    await wait(TICK_MS);
    (await scan(volume.dir, `${volume.dir}-last.db`)).close();
    fs.truncateSync(data, 5000);
    const { rescan, fresh } = await bothWays(volume.dir);
    expect(rescan).toEqual(fresh);
  });

  it('does not read a repository again because manifests of it were deleted once', async () => {
    const volume = bigEnough();
    for (const link of ['_layers', '_manifests/revisions']) {
      const top = path.join(volume.dir, REPOSITORIES, 'team/r1', link, 'sha256');
      fs.rmSync(path.join(top, fs.readdirSync(top)[0] as string, 'link'));
    }
    // What just went may be about to come again, and is in doubt.
    volume.age('2026-01-05');
    await wait(TICK_MS);
    const inventory = await scan(volume.dir, `${volume.dir}-last.db`);
    const untrusted = inventory.database.prepare('SELECT name FROM repository WHERE fingerprint IS NULL');
    expect(untrusted.all()).toEqual([]);
    inventory.close();
    const { rescan, fresh } = await bothWays(volume.dir);
    expect(rescan).toEqual(fresh);
  });

  it('takes a blob that was collected and pushed again for young', async () => {
    const volume = aVolume(path.join(dir(), 'again'));
    volume.repository('team/api').image({ layers: ['kept'], tag: '1' });
    const digest = volume.orphan('again');
    await wait(TICK_MS);
    (await scan(volume.dir, `${volume.dir}-last.db`)).close();
    await wait(TICK_MS);
    fs.rmSync(path.join(volume.dir, path.dirname(blobPath(digest))), { recursive: true });
    volume.orphan('again');
    const { rescan, fresh } = await bothWays(volume.dir);
    expect(rescan).toEqual(fresh);
  });

  it.each([
    ['of another algorithm', 'sha512'],
    ['beside something odd', 'sha256'],
  ])('sees that a blob %s is gone, though nothing else changed', async (_, algorithm) => {
    const volume = bigEnough();
    const content = Buffer.from('gone');
    const hex = createHash(algorithm).update(content).digest('hex');
    const prefix = path.join(volume.dir, 'docker/registry/v2/blobs', algorithm, hex.slice(0, 2));
    fs.mkdirSync(path.join(prefix, hex), { recursive: true });
    fs.writeFileSync(path.join(prefix, hex, 'data'), content);
    fs.writeFileSync(path.join(prefix, 'odd'), '');
    await wait(TICK_MS);
    (await scan(volume.dir, `${volume.dir}-last.db`)).close();
    fs.rmSync(prefix, { recursive: true });
    await wait(TICK_MS);
    const { rescan, fresh } = await bothWays(volume.dir);
    expect(rescan).toEqual(fresh);
  });

  it('takes a volume of blobs alone for no empty one', async () => {
    const volume = aVolume(path.join(dir(), 'alone'));
    volume.orphan('alone');
    fs.mkdirSync(path.join(volume.dir, REPOSITORIES), { recursive: true });
    await wait(TICK_MS);
    (await scan(volume.dir, `${volume.dir}-last.db`)).close();
    const { rescan, fresh } = await bothWays(volume.dir);
    expect(rescan).toEqual(fresh);
  });

  it('reads everything where the last inventory is of another volume, damaged, or has every link read', async () => {
    const volume = bigEnough();
    await wait(TICK_MS);
    const db = path.join(dir(), 'other.db');
    const full = await countOpened(volume.dir, db);
    const copy = path.join(dir(), 'copy');
    fs.cpSync(volume.dir, copy, { recursive: true });
    expect(await countOpened(copy, db)).toBe(full);
    fs.truncateSync(db, 8192);
    expect(await countOpened(copy, db)).toBe(full);
    await countOpened(copy, db, { readEveryLink: true });
    expect(await countOpened(copy, db)).toBe(full);
  });
});

function bigEnough(): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume'));
  for (let repository = 0; repository < 12; repository++) {
    for (let tag = 0; tag < 3; tag++) {
      const layers = [`${repository} ${tag}`, 'shared'];
      volume.repository(`team/r${repository}`).image({ layers, tag: `${tag}` });
    }
  }
  return volume;
}
