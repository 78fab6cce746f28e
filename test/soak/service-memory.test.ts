import { expect, it } from 'vitest';
import { least, watchMemory } from '../server/service-memory.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const MINUTES = 10;
const MB = 1_000_000;

it(`the memory of a service stays flat over ${MINUTES} minutes of mixed load, while its inventory is replaced`, async () => {
  const { load, swaps, memory, descriptors } = await watchMemory(dir(), { forMs: MINUTES * 60_000 });
  const quarter = memory.length / 4;
  const [second, last] = [memory.slice(quarter, 2 * quarter), memory.slice(-quarter)].map(least) as [
    number,
    number,
  ];
  console.log(
    `${load.times.length} answers, ${swaps} inventories, MB: ${memory.map((each) => Math.round(each / MB)).join(' ')}`,
    `descriptors: ${Math.min(...descriptors)} to ${Math.max(...descriptors)}`,
  );
  expect(load.errors).toEqual([]);
  expect([...load.statuses.keys()].filter((status) => status >= 500)).toEqual([]);
  // What is loaded and compiled is by then; an inventory that stays open, or an answer that is kept, adds up.
  expect((last - second) / MB).toBeLessThan(20);
  expect(descriptors.at(-1)).toBeLessThan((descriptors[quarter] ?? 0) + 30);
});
