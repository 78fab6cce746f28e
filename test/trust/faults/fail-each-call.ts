import { expect } from 'vitest';
import type { TestHooks } from '../../../src/volume/test-hooks.ts';
import { CallCounter } from '../../support/call-counter.ts';
import { faultsOf } from './fault-cases.ts';

/** What is done with a volume whose disk fails, and what is wrong with what was told of it: nothing, it is hoped. */
export type FaultyRun = (hooks: TestHooks) => Promise<readonly string[]>;

/** Makes one call after the other of what is done fail; gives in how many cases. */
export async function failEachCallOf(run: FaultyRun): Promise<number> {
  const counter = new CallCounter();
  expect(await run({ fault: counter })).toEqual([]);
  const faults = faultsOf(counter.calls);
  const wrongs: string[] = [];
  for (const fault of faults)
    for (const wrong of await run({ fault })) wrongs.push(`${JSON.stringify(fault)}: ${wrong}`.slice(0, 400));
  expect(wrongs.slice(0, 8), `${wrongs.length} of ${faults.length}`).toEqual([]);
  return faults.length;
}
