import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOrphans, type Inventory, predictCollection } from '../../src/index.ts';
import { holdBlobs } from '../support/freed-bytes.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

/** A question, as the digests that go and the bytes that are said to become free. */
type Ask = (inventory: Inventory) => { blobs: readonly string[]; bytes: number };

const QUESTIONS: ReadonlyArray<readonly [string, Ask]> = [
  ['gc of 2.8', (inventory) => predictCollection(inventory, { registry: '2.8.3', family: '2.7-2.8' })],
  [
    'gc of 3.x with --delete-untagged',
    (inventory) => predictCollection(inventory, { registry: '3.1', family: '3.x', deleteUntagged: true }),
  ],
  ['orphans', (inventory) => orphans(inventory, false)],
  ['orphans --untagged', (inventory) => orphans(inventory, true)],
];

describe('what is said to become free is what the disk has back', { timeout: 300_000 }, () => {
  it.each(QUESTIONS)('%s', async (_, ask) => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        randomVolume({ tame: true }),
        randomVolume(),
        fc.boolean(),
        async (tame, wild, isTame) => {
          const volume = path.join(dir(), `${runs++}`);
          buildRandomVolume(volume, isTame ? tame : wild);
          // A volume of nothing is refused.
          fs.mkdirSync(path.join(volume, 'docker/registry/v2/repositories/a/_layers'), { recursive: true });
          const inventory = await inventoryOf(volume);
          const { blobs, bytes } = ask(inventory);
          inventory.close();
          const freed = holdBlobs(volume);
          for (const digest of blobs)
            fs.rmSync(path.join(volume, path.dirname(blobPath(digest))), { recursive: true, force: true });
          expect(bytes).toBe(freed());
          fs.rmSync(volume, { recursive: true });
        },
      ),
      { numRuns: cases({ few: 10, many: 60 }) },
    );
  });
});

function orphans(inventory: Inventory, untagged: boolean) {
  const { blobs, totals } = findOrphans(inventory, { untagged, minAgeMs: -60_000 });
  return { blobs: blobs.map(({ digest }) => digest), bytes: totals.bytes };
}
