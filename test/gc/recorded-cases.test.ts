import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { predictCollection } from '../../src/gc/predict.ts';
import { familyOf } from '../../src/gc/registry-version.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { recordedCases } from '../support/recorded-cases.ts';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-recorded-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

describe('a predicted collection', { timeout: 180_000 }, () => {
  it('is what 2.8.2, 3.0.0 and 3.1.1 said of every recorded volume', async () => {
    let answers = 0;
    for (const { case: name, dir: volume, recorded } of recordedCases(dir)) {
      const inventory = await inventoryOf(volume, { readEveryLink: true });
      for (const [engine, answer] of Object.entries(recorded)) {
        answers++;
        const [registry, untagged] = engine.split(':') as [string, string | undefined];
        const prediction = predictCollection(inventory, {
          registry,
          family: familyOf(registry),
          deleteUntagged: untagged !== undefined,
        });
        const label = `${name} by ${engine}, ${answer.error ?? 'no error'}`;
        expect(prediction.aborts !== null, `${label}: ${JSON.stringify(prediction.aborts)}`).toBe(
          answer.aborts,
        );
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
    }
    expect(answers).toBe(151 * 6);
  });
});
