import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ncduText } from '../../src/export/ncdu/ncdu.ts';
import { type Inventory, usage, VolumeError } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { type NcduDirectory, readNcdu, repositoryIn } from '../support/ncdu-model.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();

describe('what ncdu adds up is what usage says', { timeout: 300_000 }, () => {
  it('on random volumes', async () => {
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = mkdtempSync(join(dir(), 'random-'));
        buildRandomVolume(volume, ops);
        const inventory = await inventoryOf(volume).catch((error) => {
          if (!(error instanceof VolumeError)) throw error;
        });
        if (inventory !== undefined) expectSums(inventory);
        inventory?.close();
        rmSync(volume, { recursive: true });
      }),
      { numRuns: cases({ few: 50, many: 300 }) },
    );
  });
});

function expectSums(inventory: Inventory): void {
  const top = readNcdu([...ncduText(inventory)].join(''));
  const { totals, repositories } = usage(inventory);
  expect(top.bytes).toBe(totals.volumeBytes);
  expect(top.directories.get('(uploads)')?.bytes ?? 0).toBe(totals.uploadBytes);
  expect(top.files).toEqual([{ name: '(other)', asize: totals.otherBytes, dsize: totals.otherBytes }]);
  const hasSharedFiles = inventory.database.prepare('SELECT 1 FROM blob WHERE hard_link_of NOT NULL').get();
  if (hasSharedFiles === undefined)
    expect(top.directories.get('(unreferenced)')?.bytes ?? 0).toBe(totals.unreferencedBytes);
  for (const { name, nameBase64, ...sums } of repositories) {
    if (nameBase64 !== undefined) continue;
    const own = repositoryIn(top, name);
    expect([name, own?.bytes, own?.uniqueBytes]).toEqual([name, sums.bytes, sums.uniqueBytes]);
    expect(tagsOf(own)).toHaveLength(sums.tags);
    if (hasSharedFiles === undefined)
      expect(own?.directories.get('(untagged)')?.bytes ?? 0).toBe(sums.untaggedBytes);
  }
}

function tagsOf(repository: NcduDirectory | undefined): string[] {
  return [...(repository?.directories.keys() ?? [])].filter((name) => name.startsWith(':'));
}
