import { mkdtempSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { aVolume } from '../support/volume-builder.ts';
import { tryGarbageCollect } from './garbage-collect.ts';
import { ODD_VOLUMES } from './odd-volumes.ts';
import { inventoryOfAll, outcomeOf, predict } from './predicted.ts';
import { writeConfig } from './registry-config.ts';
it.each(Object.entries(ODD_VOLUMES).flatMap(([t, b]) => [false, true].map((d) => [t, d, b] as const)))('%s %s', async (_t, deleteUntagged, build) => {
  const work = mkdtempSync('/dev/shm/odd-');
  try {
    build(aVolume(`${work}/v`));
    await writeConfig(`${work}/c`, `${work}/v`);
    const said = await tryGarbageCollect(`${work}/c`, { dryRun: true, deleteUntagged });
    const inv = await inventoryOfAll(`${work}/v`);
    const p = predict(inv, { deleteUntagged });
    inv.close();
    expect(p.aborts !== null, JSON.stringify([p.allAborts, said])).toBe('aborted' in said);
    if (!('aborted' in said)) expect(outcomeOf(p)).toEqual(outcomeOf(said));
  } finally { rmSync(work, { recursive: true }); }
});
