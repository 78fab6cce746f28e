import { expect } from 'vitest';
import { predictCollection } from '../../src/gc/predict.ts';
import { familyOf } from '../../src/gc/registry-version.ts';
import { inventoryOf } from './inventory-of.ts';
import type { RecordedCase } from './recorded-cases.ts';

/** Holds what is predicted of a recorded volume against what each registry said of it; gives how many answers these were. */
export async function expectRecorded({ case: name, dir: volume, recorded }: RecordedCase): Promise<number> {
  const inventory = await inventoryOf(volume, { readEveryLink: true });
  for (const [engine, answer] of Object.entries(recorded)) {
    const [registry, untagged] = engine.split(':') as [string, string | undefined];
    const prediction = predictCollection(inventory, {
      registry,
      family: familyOf(registry),
      deleteUntagged: untagged !== undefined,
    });
    const label = `${name} by ${engine}, ${answer.error ?? 'no error'}`;
    expect(prediction.aborts !== null, `${label}: ${JSON.stringify(prediction.aborts)}`).toBe(answer.aborts);
    if (answer.aborts) continue;
    expect(prediction.marked, label).toBe(answer.marked);
    expect(prediction.blobs, label).toEqual(answer.blobs);
    const manifests = prediction.manifests.map(({ repository, digest }) =>
      prediction.family === '3.x' ? `${repository}@${digest}` : digest,
    );
    expect([...new Set(manifests)].sort(), label).toEqual([...new Set(answer.manifests)].sort());
    expect(prediction.manifests.length, label).toBe(answer.manifests_count);
    const links = prediction.layerLinks.map(({ repository, digest }) => `${repository}@${digest}`);
    expect(links.sort(), label).toEqual([...new Set(answer.layer_links)].sort());
  }
  inventory.close();
  return Object.keys(recorded).length;
}
