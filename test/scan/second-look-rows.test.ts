import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dumpInventory } from '../support/dump-inventory.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { type Act, CASES, MANIFEST } from './second-look-cases.ts';

/*
 * Whatever was in doubt, and whatever became of it: the inventory of a scan that looked twice has each row of one that came
 * afterwards, and no other.
 */

const dir = temporaryDirectory();
const IMAGE = { layers: ['a'], tag: '1' };
type Options = NonNullable<Parameters<typeof inventoryOf>[1]>;
/** Places in the row of a scan. */
const [NEWEST_AT, SIZES_AGREE] = [2, 8];

const all = Object.entries(CASES).flatMap(([what, { before, meanwhile }]) =>
  Object.entries<Act>({ 'stays so': () => undefined, ...meanwhile }).map(([becomes, act]) => ({
    what,
    becomes,
    before,
    act,
  })),
);

describe('a second look tells what a scan tells afterwards', () => {
  it.each(all)('of $what that $becomes', async ({ what, becomes, before, act }) => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const api = volume.repository('team/api').image({ layers: ['kept'], tag: 'kept' });
    const { digest } = what.startsWith('a manifest')
      ? api.manifest(MANIFEST, { tag: '1' })
      : api.image(IMAGE);
    before(volume, digest);
    let looks = 0;
    const onProgress = ({ step }: { step: string }) => {
      if (step === 'second look' && looks++ === 0) act(volume, digest);
    };
    const twice = await rowsOf(volume, { settleMs: 30, onProgress });
    expect(looks).toBeGreaterThan(0);
    const afterwards = await rowsOf(volume, { settleMs: 0, full: true });
    if (becomes === 'stays so') expect(twice).toEqual(afterwards);
    else {
      const { problem: written = [], ...rest } = settled(twice);
      const { problem = [], ...restAfterwards } = settled(afterwards);
      expect(rest).toEqual(restAfterwards);
      // What is still being written is no problem yet, unless nobody knows what it will refer to.
      expect(problem).toEqual(expect.arrayContaining(written));
      expect(hiding(written)).toEqual(hiding(problem));
    }
  });
});

/** Without what is of the first look: files that are no blobs are counted there, and whether sizes agree is not taken back. */
function settled({ scan, repository, problem = [], ...rest }: Record<string, string[]>) {
  const without = (rows: string[] = [], ...columns: number[]) =>
    rows.map((row) => (JSON.parse(row) as unknown[]).filter((__, at) => !columns.includes(at)));
  return {
    ...rest,
    problem,
    scan: without(scan, NEWEST_AT, SIZES_AGREE, 11, 12),
    repository: without(repository, 14, 15),
  };
}

function hiding(problems: readonly string[]): readonly string[] {
  return problems.filter((row) => (JSON.parse(row) as unknown[]).at(-1) === 1);
}

async function rowsOf(volume: VolumeBuilder, options: Options) {
  const inventory = await inventoryOf(volume.dir, options);
  const rows = dumpInventory(inventory);
  inventory.close();
  return rows;
}
