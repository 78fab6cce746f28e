import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOrphans, type TakeInventoryOptions, usage, VolumeError } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { problemsOf } from '../support/problems-of.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { layerLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

async function scan(volume: string, options: Partial<TakeInventoryOptions> = {}) {
  const inventory = await inventoryOf(volume, options).catch((error: unknown) => error);
  if (inventory instanceof VolumeError) return 'empty';
  if (inventory instanceof Error) throw inventory;
  const open = inventory as Awaited<ReturnType<typeof inventoryOf>>;
  const { totals, repositories } = usage(open);
  // Where a blob came from is told by links that are not all read.
  const orphans = findOrphans(open, { untagged: true }).blobs.map(({ linkedFrom: _, ...orphan }) => orphan);
  const answer = { totals, repositories, orphans };
  open.close();
  return answer;
}

describe('random volumes', { timeout: 120_000 }, () => {
  // Links of the usual length are not read, and what was just written is looked at twice: neither changes an answer.
  it.each([
    ['with every link read', { readEveryLink: true }],
    ['with a second look at everything new', { settleMs: 1 }],
  ])('give the same sums %s', async (_, options) => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = path.join(dir(), `${runs++}`);
        buildRandomVolume(volume, ops);
        expect(await scan(volume, options)).toEqual(await scan(volume));
      }),
      { numRuns: cases({ few: 8, many: 40 }) },
    );
  });
});

describe('--read-links all', () => {
  it('finds a layer link of the right length that says another digest', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.repository('team/api').layerLink(madeDigest('a'), madeDigest('b'));
    const found = [];
    for (const readEveryLink of [false, true]) {
      const inventory = await inventoryOf(volume.dir, { readEveryLink });
      found.push(problemsOf(inventory));
      inventory.close();
    }
    expect(found).toEqual([[], [`link-mismatch ${layerLinkPath('team/api', madeDigest('a'))}`]]);
  });

  it('finds what lies beside a healthy link or blob', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const digest = volume.orphan('orphan');
    volume.repository('team/api').layerLink(digest);
    const beside = path.dirname(layerLinkPath('team/api', digest));
    volume.writeFileAt(`${beside}/notes`, 'x');
    const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
    expect(problemsOf(inventory)).toEqual([`stray ${beside}/notes`]);
    inventory.close();
  });
});

describe('a manifest', () => {
  const LIMIT = 4 * 1024 * 1024;
  it.each([
    [LIMIT, []],
    [LIMIT + 1, ['manifest-too-large']],
  ])('of %i bytes is read as far as the registry would', async (length, codes) => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const layer = volume.orphan('layer');
    const json = JSON.stringify({ schemaVersion: 2, config: { digest: layer }, layers: [] });
    volume.repository('team/api').manifest(json.padEnd(length), { tag: '1' });
    const inventory = await inventoryOf(volume.dir);
    expect(problemsOf(inventory).map((problem) => problem.split(' ')[0])).toEqual(codes);
    const { undetermined, blobs } = findOrphans(inventory);
    expect([undetermined, blobs.length]).toEqual(codes.length === 0 ? [false, 0] : [true, 1]);
    inventory.close();
  });
});
