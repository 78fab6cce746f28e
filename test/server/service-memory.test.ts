import { expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { least, watchMemory } from './service-memory.ts';

const dir = temporaryDirectory();
const MB = 1_000_000;

// Ten minutes of it are a long test (test/soak); what leaks much shows in seconds.
it('a service does not grow while its inventory is replaced under mixed load', {
  timeout: 120_000,
}, async () => {
  const { load, swaps, memory, descriptors } = await watchMemory(dir(), { forMs: 16_000 });
  expect(load.errors).toEqual([]);
  expect([...load.statuses.keys()].filter((status) => status >= 500)).toEqual([]);
  expect(swaps).toBeGreaterThan(15);
  const quarter = memory.length / 4;
  const [second, last] = [memory.slice(quarter, 2 * quarter), memory.slice(-quarter)].map(least) as [
    number,
    number,
  ];
  // It goes on compiling what it runs; an inventory or an answer that is kept would be hundreds.
  expect((last - second) / MB).toBeLessThan(120);
  expect(descriptors.at(-1)).toBeLessThan((descriptors[quarter] ?? 0) + 40);
});
