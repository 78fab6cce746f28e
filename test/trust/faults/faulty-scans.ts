import * as fs from 'node:fs';
import { expect } from 'vitest';
import { VolumeError } from '../../../src/index.ts';
import type { TestHooks } from '../../../src/volume/test-hooks.ts';
import { CallCounter } from '../../support/call-counter.ts';
import { type ScanAlone, scanAlone } from '../../support/scan-alone.ts';
import { faultsOf } from './fault-cases.ts';
import { judge } from './judge.ts';
import { type Told, tellOf } from './told.ts';

/** Scans of one volume: what they start from is an inventory, or nothing. */
export interface FaultyScans extends Omit<ScanAlone, 'hooks'> {
  readonly startsFrom?: string;
}

/** Makes one call after the other of a scan fail, and tells in how many cases; all that is told must be right. */
export async function failEachCall(scans: FaultyScans): Promise<number> {
  const counter = new CallCounter();
  const healthy = await scanWith(scans, { fault: counter });
  expect(healthy?.complete).toBe(true);
  // Rescans make fewer calls of their own.
  const faults = faultsOf(counter.calls, scans.startsFrom === undefined ? 5 : 7);
  const wrongs: string[] = [];
  for (const fault of faults) {
    const faulty = await scanWith(scans, { fault });
    const found = faulty === undefined ? [] : judge(healthy as Told, faulty);
    if (found.length > 0) wrongs.push(`${JSON.stringify(fault)}: ${found.join('; ')}`.slice(0, 400));
  }
  expect(wrongs.slice(0, 8), `${wrongs.length} of ${faults.length}`).toEqual([]);
  return faults.length;
}

/** What is told after a scan whose calls fail. */
async function scanWith({ startsFrom, ...scan }: FaultyScans, hooks: TestHooks): Promise<Told | undefined> {
  fs.rmSync(scan.db, { force: true });
  if (startsFrom !== undefined) fs.copyFileSync(startsFrom, scan.db);
  return toldAfter({ ...scan, hooks: { clockGranularityMs: 0, ...hooks } });
}

/** What is told after a scan; undefined where it says that there is no volume. */
export async function toldAfter(scan: ScanAlone): Promise<Told | undefined> {
  try {
    const inventory = await scanAlone(scan);
    try {
      return await tellOf(inventory);
    } finally {
      inventory.close();
    }
  } catch (error) {
    if (error instanceof VolumeError) return undefined;
    throw error;
  }
}
