import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { naiveModel } from './naive-model.ts';
import { cases } from './random-cases.ts';
import { buildRandomVolume, randomVolume } from './random-volume.ts';
import { recordedCases, recordedCatalog } from './recorded-cases.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-balance-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

// Hundreds of little volumes are written and read: a matter of the disk's patience.
describe('naiveModel balances', { timeout: 180_000 }, () => {
  it('on random volumes', () => {
    fc.assert(
      fc.property(fc.oneof(randomVolume(), randomVolume({ tame: true })), (ops) => {
        const volume = fs.mkdtempSync(path.join(dir, 'random-'));
        buildRandomVolume(volume, ops);
        expectBalance(volume);
        fs.rmSync(volume, { recursive: true });
      }),
      { numRuns: cases({ few: 40, many: 100 }) },
    );
  });

  it('on the recorded volumes, and calls nothing unreferenced that a real collector keeps', () => {
    let cases = 0;
    for (const { case: name, dir: volume, recorded } of recordedCases(dir)) {
      cases += 1;
      expectBalance(volume);
      const unreferenced = unreferencedIn(volume);
      for (const engine of ['2.8.2', '3.0.0', '3.1.1'] as const) {
        if (!recorded[engine].aborts)
          expect(recorded[engine].blobs, name).toEqual(expect.arrayContaining(unreferenced));
      }
      if (name !== '2.8.2') continue;
      expect(unreferenced).toEqual(recorded['2.8.2'].blobs);
      const { catalog, tags } = recordedCatalog();
      expect(naiveModel(volume).catalog).toEqual(catalog);
      for (const [repository, listed] of Object.entries(tags)) {
        expect(naiveModel(volume).tags.get(repository)).toEqual(listed.toSorted());
      }
    }
    expect(cases).toBe(151);
  });
});

function unreferencedIn(volume: string): string[] {
  return [...naiveModel(volume).blobs]
    .filter(([, { state }]) => state === 'unreferenced')
    .map(([digest]) => digest);
}

function expectBalance(volume: string): void {
  const { blobs, totals, repositories } = naiveModel(volume);
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const files = fs
    .readdirSync(volume, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile());
  const stats = files.map(({ parentPath, name }) => fs.statSync(path.join(parentPath, name)));
  expect(totals.volumeBytes).toBe(sum([...new Map(stats.map(({ ino, size }) => [ino, size])).values()]));
  expect(totals.blobBytes).toBeLessThanOrEqual(sum([...blobs.values()].map(({ bytes }) => bytes)));
  const uploads = sum(repositories.map(({ uploadBytes }) => uploadBytes));
  expect(uploads).toBe(totals.uploadBytes);
  expect(totals.taggedBytes + totals.untaggedBytes + totals.unreferencedBytes).toBe(totals.blobBytes);
  const shares = sum(repositories.map(({ fairShareBytes }) => fairShareBytes));
  expect(shares + totals.unreferencedBytes).toBeCloseTo(totals.blobBytes, 3);
  for (const usage of repositories) {
    expect(usage.uniqueBytes).toBeLessThanOrEqual(usage.bytes);
    expect(usage.taggedBytes).toBeLessThanOrEqual(usage.bytes);
  }
}
