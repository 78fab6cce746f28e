import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/check/catalogue.ts';
import { findFindings } from '../../src/check/find-findings.ts';
import type { Finding } from '../../src/check/finding.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import type { VolumeBuilder } from '../support/volume-builder.ts';
import { healthyVolume } from './healthy-volume.ts';
import { PLANTS, type Plant } from './plants.ts';

/** Rows of the catalogue of which no volume can have an instance that `check` finds, and why. */
const WITHOUT_FINDING: Readonly<Record<string, string>> = {
  B3: 'found by verify, whose results check shows: test/verify/',
  B13: 'no damage: keys are matched as Go does, test/registry-values/manifest.test.ts',
  B17: 'a cycle needs digests that lie: the walks meet each manifest once, below',
  B18: 'no damage: orphans keeps young blobs apart',
  F2: 'no damage: blobs may lie on another file system',
  F5: 'what vanishes during a scan is no damage',
  F8: 'a path that is too long is unreadable, as in F4',
  F10: 'no damage: the accounts know sparse files and hard links',
  F11: 'names that differ in case cannot both be on such a file system',
  F12: 'no damage: large directories are streamed',
  F13: 'a short read fails to parse, as in B11',
  F14: 'a read that never ends is not seen by a scan that ended',
};

let root: string;
let volume: VolumeBuilder;
let before: readonly Finding[];
const [damaged, pristine] = [() => path.join(root, 'volume'), () => path.join(root, 'pristine')];

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-check-'));
  volume = healthyVolume(damaged());
  fs.cpSync(damaged(), pristine(), { recursive: true });
  before = await check();
});
afterAll(() => fs.rmSync(root, { recursive: true }));

async function check(scan: Plant['scan'] = {}): Promise<readonly Finding[]> {
  const inventory = await inventoryOf(damaged(), scan);
  const { findings } = findFindings(inventory);
  inventory.close();
  return findings;
}

/** What is found now and was not, in the same words, before. */
function added(findings: readonly Finding[]): Finding[] {
  const known = new Set(before.map((each) => JSON.stringify(each)));
  return findings.filter((each) => !known.has(JSON.stringify(each)));
}

function repair(): void {
  fs.rmSync(damaged(), { recursive: true });
  fs.cpSync(pristine(), damaged(), { recursive: true });
  volume = healthyVolume(damaged());
}

describe('a healthy volume', () => {
  it('has nothing but notes', () => {
    expect(before.map(({ id }) => id)).toEqual(['delete-untagged-breaks-indexes', 'layer-links-stale']);
  });
});

describe('an instance of a row is found, and gone when it is repaired', () => {
  it.each(PLANTS)('$row: $what', async ({ finds, plant, scan }) => {
    plant(volume);
    const found = added(await check(scan));
    repair();
    expect([...new Set(found.map(({ id }) => id))].sort()).toEqual([...finds].sort());
    expect(await check()).toEqual(before);
  });
});

describe('F4: what cannot be read', () => {
  it.each([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233])(
    'is found when call %d fails, as what it is: no damage, and nothing that is gone',
    async (call) => {
      const found = added(await check({ full: true, hooks: { fault: { call, code: 'EIO' } } }));
      const ids = new Set(found.map(({ id }) => id));
      expect(ids).toContain('unreadable');
      // Counts change with what is read of what they count.
      for (const id of ['unreadable', 'delete-untagged-breaks-indexes', 'layer-links-stale'] as const)
        ids.delete(id);
      expect([...ids]).toEqual([]);
      expect(found.find(({ id }) => id === 'unreadable')?.hint).toContain('Look after the disk');
    },
  );
});

describe('the catalogue', () => {
  it('has an instance planted of every kind of finding', () => {
    const planted = new Set(PLANTS.flatMap(({ finds }) => finds));
    const missing = Object.keys(CATALOGUE).filter((id) => !(planted as ReadonlySet<string>).has(id));
    expect(missing).toEqual(['blob-digest-mismatch', 'unreadable']);
  });

  it('has every row planted, or says why not', () => {
    const rows = [...numbered('L', 13), ...numbered('B', 20), ...numbered('F', 14)];
    const planted = new Set(['F4', ...PLANTS.map(({ row }) => row)]);
    expect(rows.filter((row) => !planted.has(row))).toEqual(Object.keys(WITHOUT_FINDING));
  });
});

function numbered(letter: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
}
