import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ask, type Inventory, type RepositoryUsage, usage } from '../../../src/index.ts';
import { namedLaw } from '../../support/named-law.ts';
import { cases } from '../../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../../support/random-volume.ts';
import { scanAlone } from '../../support/scan-alone.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { REPOSITORIES } from '../../support/volume-paths.ts';

/*
 * What no account may break, whatever it is made of: seen on the disk itself, by changing a volume and scanning it again. Nothing
 * here is computed as the program does it.
 */

/** What makes a directory a repository; those below it are others. */
const PARTS = ['_manifests', '_layers', '_uploads'];

const dir = temporaryDirectory();
/**
 * Without two things of which an account says less than deleting frees: a file that has another name, and an image that
 * carries a manifest of another repository as a layer, and so leads to what that needs as long as that is one.
 */
const volumes = randomVolume({ tame: true }).map((ops) =>
  ops
    .filter(({ op }) => op !== 'secondName')
    .map((op) => ('carries' in op ? { ...op, carries: undefined } : op)),
);

interface Account {
  readonly totals: ReturnType<typeof usage>['totals'];
  readonly repositories: ReadonlyMap<string, RepositoryUsage>;
}

interface Accounted {
  readonly volume: string;
  readonly inventory: Inventory;
  readonly before: Account;
  /** One of its repositories, and another where there is one. */
  readonly chosen: RepositoryUsage;
  readonly other: RepositoryUsage;
  /** What is said of the volume as it is now. */
  readonly after: () => Promise<Account>;
}

const LAWS: Readonly<Record<string, (accounted: Accounted) => Promise<void> | void>> = {
  'shares and unreferenced bytes are all there is, and nobody has more alone than together': ({ before }) => {
    const { repositories, totals } = before;
    let shares = totals.unreferencedBytes;
    for (const { bytes, uniqueBytes, sharedBytes, fairShareBytes, ...rest } of repositories.values()) {
      shares += fairShareBytes;
      expect(uniqueBytes + sharedBytes).toBe(bytes);
      expect(rest.taggedBytes + rest.untaggedBytes).toBe(bytes);
      expect(fairShareBytes).toBeGreaterThanOrEqual(uniqueBytes - 1e-6);
      expect(fairShareBytes).toBeLessThanOrEqual(bytes + 1e-6);
    }
    expect(shares).toBeCloseTo(totals.blobBytes, 4);
    expect(totals.taggedBytes + totals.untaggedBytes + totals.unreferencedBytes).toBe(totals.blobBytes);
  },

  'two together take what each takes, less what both have, and free at least what each frees': async ({
    inventory,
    chosen,
    other,
  }) => {
    if (chosen.name === other.name) return;
    const { matched } = await ask.usage(inventory, { match: [chosen.name, other.name] });
    const { bytes = Number.NaN, uniqueBytes = Number.NaN } = matched ?? {};
    const both = chosen.bytes + other.bytes - bytes;
    expect(both).toBeGreaterThanOrEqual(0);
    expect(both).toBeLessThanOrEqual(Math.min(chosen.sharedBytes, other.sharedBytes));
    const freedByBoth = uniqueBytes - chosen.uniqueBytes - other.uniqueBytes;
    expect(freedByBoth).toBeGreaterThanOrEqual(0);
    expect(freedByBoth).toBeLessThanOrEqual(both);
  },

  'under another name a repository has the same account': async ({ volume, chosen, before, after }) => {
    move(volume, chosen.name, 'zz/moved');
    const { repositories, totals } = await after();
    expect(totals).toEqual({
      ...before.totals,
      otherBytes: expect.any(Number),
      volumeBytes: expect.any(Number),
    });
    expect(repositories.get('zz/moved')).toEqual({ ...chosen, name: 'zz/moved' });
    move(volume, 'zz/moved', chosen.name);
  },

  'what two have that are alike is of neither alone': async ({ volume, chosen, before, after }) => {
    copy(volume, chosen.name, 'zz/copy');
    const { repositories, totals } = await after();
    expect(blobsOf(totals)).toEqual(blobsOf(before.totals));
    for (const name of [chosen.name, 'zz/copy'])
      expect(repositories.get(name)).toMatchObject({ bytes: chosen.bytes, uniqueBytes: 0 });
    for (const [name, { bytes, uniqueBytes }] of before.repositories)
      if (name !== chosen.name) expect(repositories.get(name)).toMatchObject({ bytes, uniqueBytes });
    remove(volume, 'zz/copy');
  },

  'without a repository as much more is unreferenced as was its alone, and others have no less': async ({
    volume,
    chosen,
    before,
    after,
  }) => {
    remove(volume, chosen.name);
    const { repositories, totals } = await after();
    expect(totals.blobBytes).toBe(before.totals.blobBytes);
    expect(totals.unreferencedBytes - before.totals.unreferencedBytes).toBe(chosen.uniqueBytes);
    for (const [name, { bytes, uniqueBytes }] of before.repositories) {
      if (name === chosen.name) continue;
      expect(repositories.get(name)).toMatchObject({ bytes });
      expect(repositories.get(name)?.uniqueBytes).toBeGreaterThanOrEqual(uniqueBytes);
    }
  },
};

it('every account keeps the laws, on random volumes', { timeout: 600_000 }, async () => {
  const property = fc.asyncProperty(volumes, fc.nat(99), fc.nat(99), async (ops, one, two) => {
    const home = fs.mkdtempSync(path.join(dir(), 'random-'));
    const volume = path.join(home, 'volume');
    buildRandomVolume(volume, ops);
    const scan = () => scanAlone({ volume, db: path.join(home, 'stowage.db') });
    const inventory = await scan();
    const before = accountOf(inventory);
    const all = [...before.repositories.values()];
    const [chosen, other] = [all[one % all.length], all[two % all.length]];
    if (chosen !== undefined && other !== undefined) {
      const after = async () => accountOf(await scan(), true);
      for (const [law, holds] of Object.entries(LAWS))
        await namedLaw(law, () => holds({ volume, inventory, before, chosen, other, after }));
    }
    inventory.close();
    fs.rmSync(home, { recursive: true });
  });
  await fc.assert(property, { numRuns: cases({ few: 20, many: 100 }) });
});

function accountOf(inventory: Inventory, isDone = false): Account {
  const { totals, repositories } = usage(inventory);
  if (isDone) inventory.close();
  return { totals, repositories: new Map(repositories.map((each) => [each.name, each])) };
}

function blobsOf({ blobs, blobBytes, taggedBytes, untaggedBytes, unreferencedBytes }: Account['totals']) {
  return { blobs, blobBytes, taggedBytes, untaggedBytes, unreferencedBytes };
}

function partsOf(volume: string, repository: string): string[] {
  const home = path.join(volume, REPOSITORIES, repository);
  return PARTS.map((part) => path.join(home, part)).filter((part) => fs.existsSync(part));
}

function copy(volume: string, repository: string, to: string): void {
  const home = path.join(volume, REPOSITORIES, to);
  fs.mkdirSync(home, { recursive: true });
  for (const part of partsOf(volume, repository))
    fs.cpSync(part, path.join(home, path.basename(part)), { recursive: true, verbatimSymlinks: true });
}

function remove(volume: string, repository: string): void {
  for (const part of partsOf(volume, repository)) fs.rmSync(part, { recursive: true });
}

function move(volume: string, repository: string, to: string): void {
  const home = path.join(volume, REPOSITORIES, to);
  fs.mkdirSync(home, { recursive: true });
  for (const part of partsOf(volume, repository)) fs.renameSync(part, path.join(home, path.basename(part)));
}
