import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findReference } from '../../src/analyze/reference/find-reference.ts';
import { findOrphans, type Inventory, usageOfManifest } from '../../src/index.ts';
import { inspect } from '../../src/inspect/inspect.ts';
import type { InspectedManifest } from '../../src/inspect/inspection.ts';
import { findOrphanManifests } from '../../src/inspect/orphans/find-orphan-manifests.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf } from '../support/made-bytes.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, REPOSITORIES } from '../support/volume-paths.ts';

const RANDOM_VOLUMES = cases({ few: 40, many: 100 });
const dir = temporaryDirectory();

async function onRandomVolumes(
  check: (inventory: Inventory, volume: string) => void,
  change: (built: VolumeBuilder) => void = () => {},
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(randomVolume(), async (ops) => {
      const volume = fs.mkdtempSync(path.join(dir(), 'random-'));
      const built = buildRandomVolume(volume, ops);
      built.orphan('one at least');
      change(built);
      const inventory = await inventoryOf(volume);
      check(inventory, volume);
      inventory.close();
      fs.rmSync(volume, { recursive: true });
    }),
    { numRuns: RANDOM_VOLUMES },
  );
}

/** What can be named, as `repository@digest`. */
function references({ database }: Inventory): string[] {
  const rows = database.prepare<[], [string, string]>(
    `SELECT repository, digest FROM tags WHERE digest IS NOT NULL UNION SELECT repository, digest FROM revisions`,
  );
  return rows
    .raw()
    .all()
    .map(([repository, digest]) => `${repository}@${digest}`)
    .filter((reference) => /^[a-z0-9/.-]+@sha256:[0-9a-f]{64}$/.test(reference));
}

const sizeOf = (volume: string, digest: string) => {
  const stat = fs.statSync(path.join(volume, blobPath(digest)), { throwIfNoEntry: false });
  return stat?.isFile() ? stat.size : undefined;
};

describe('on random volumes', { timeout: 300_000 }, () => {
  it('what is told of a manifest is what usage tells, and what lies on the disk', async () => {
    let [told, missing, unique] = [0, 0, 0];
    await onRandomVolumes((inventory, volume) => {
      for (const reference of references(inventory)) {
        const image = inspect(inventory, reference);
        const found = findReference(inventory, reference);
        if (found.names !== 'manifest') throw new Error(reference);
        const [{ bytes, uniqueBytes, kind, modifiedAt, tags }] = usageOfManifest(inventory, found).manifests;
        expect(image).toMatchObject({ bytes, uniqueBytes, kind, pushedAt: modifiedAt, tags });
        told++;
        expectBlobs(image, volume);
      }
    });
    expect([told > 50, missing > 5, unique > 20]).toEqual([true, true, true]);

    function expectBlobs(manifest: InspectedManifest, volume: string): void {
      const { config, layers = [], mentions = [], children = [] } = manifest;
      for (const blob of [...(config === undefined ? [] : [config]), ...layers, ...mentions]) {
        const kept = blob.storedAs ?? blob.digest;
        const size = kept.includes(':') ? sizeOf(volume, kept) : undefined;
        expect([blob.bytes, blob.missing === true], kept).toEqual([size ?? 0, size === undefined]);
        if (blob.missing) missing++;
        if (blob.uniqueToThis) unique++;
      }
      for (const child of children) expectBlobs(child, volume);
    }
  });

  it('a manifest that nothing refers to is whole where all that it names is there', async () => {
    let [whole, broken] = [0, 0];
    const loseRepositories = (volume: VolumeBuilder) => {
      volume.remove(REPOSITORIES).makeDirectory(REPOSITORIES);
    };
    await onRandomVolumes((inventory, volume) => {
      const { blobs } = findOrphans(inventory);
      for (const [digest, manifest] of findOrphanManifests(inventory, blobs).manifests) {
        const isThere = isWhole(volume, digest);
        if (isThere === undefined) continue;
        expect([digest, manifest.whole]).toEqual([digest, isThere]);
        if (isThere) whole++;
        else broken++;
      }
    }, loseRepositories);
    expect([whole > 20, broken > 2]).toEqual([true, true]);
  });
});

interface Descriptor {
  readonly digest: string;
  readonly mediaType?: string;
  readonly urls?: string[];
}

/**
 * Whether all that a manifest names is there and, as far as it was read, what its digest says: told with nothing of src.
 * Undefined where some of it is no ordinary manifest.
 */
function isWhole(volume: string, root: string): boolean | undefined {
  const names = new Set([root]);
  const manifests = new Set([root]);
  let isSound = true;
  for (const name of names) {
    if (!name.startsWith('sha256:')) return undefined;
    const size = sizeOf(volume, name);
    const bytes = size === undefined ? Buffer.alloc(0) : fs.readFileSync(path.join(volume, blobPath(name)));
    const isRead = manifests.has(name) || bytes[0] === 0x7b;
    if (size === undefined || (isRead && digestOf(bytes) !== name)) {
      isSound = false;
      continue;
    }
    const text = bytes.toString('latin1');
    if (!manifests.has(name) && !/schemaVersion/i.test(text)) continue;
    if (!text.startsWith('{\n  "schemaVersion": 2')) return undefined;
    const json = JSON.parse(text) as Record<string, Descriptor[]> & { config?: Descriptor };
    const listed = json['manifests'] ?? [];
    for (const { digest, mediaType } of listed)
      if (/manifest|index/.test(mediaType ?? '')) manifests.add(digest);
    const named = [...(json.config ? [json.config] : []), ...(json['layers'] ?? []), ...listed];
    for (const { digest, urls } of named) if (urls === undefined) names.add(digest);
  }
  return isSound;
}
