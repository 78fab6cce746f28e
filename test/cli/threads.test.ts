import * as path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { openInventory } from '../../src/index.ts';
import { stowage } from '../support/command-line.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';

const dir = sharedDirectory();
const VIEWS = [
  'blobs',
  'repositories',
  'tags',
  'tag_histories',
  'revisions',
  'manifests',
  'manifest_references',
  'layer_links',
  'uploads',
  'problems',
];

it('any number of threads reads the same inventory', async () => {
  for (const [run, ops] of fc.sample(randomVolume(), { numRuns: 4, seed: 1 }).entries()) {
    const volume = path.join(dir(), `${run}`);
    buildRandomVolume(volume, ops);
    const alone = await inventoryOf(volume);
    const expected = contentsOf(alone);
    alone.close();
    for (const threads of ['1', '3']) {
      const db = path.join(dir(), `threads-${threads}.db`);
      const args = ['scan', volume, '--db', db, '--threads', threads, '--settle', '0s'];
      expect((await stowage(args)).exitCode).toBe(0);
      const inventory = openInventory(db);
      expect(contentsOf(inventory), `${run}`).toEqual(expected);
      inventory.close();
    }
  }
});

/** Everything an inventory says, but for the ids, which follow the order in which things were met. */
function contentsOf({ database }: ReturnType<typeof openInventory>): Record<string, string[]> {
  const rowsOf = (view: string) => database.prepare(`SELECT * FROM ${view}`).all() as Array<{ id?: number }>;
  const lines = (view: string) =>
    rowsOf(view)
      .map(({ id: _, ...row }) => JSON.stringify(row))
      .sort();
  return Object.fromEntries(VIEWS.map((view) => [view, lines(view)]));
}
