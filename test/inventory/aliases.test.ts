import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tagsLeadingTo } from '../../src/analyze/tags-leading-to.ts';
import {
  findFindings,
  findOrphans,
  type Inventory,
  predictCollection,
  takeOverview,
  usage,
  usageByKind,
  usageByNamespace,
  usageByTag,
} from '../../src/index.ts';
import { blobsOf } from '../../src/verify/scope.ts';
import { dumpInventory } from '../support/dump-inventory.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf, madeDigest } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, layerLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const KEPT = layerDigest('layer');

/** What a registry keeps of an image whose layer was pushed under another digest than its sha256. */
function anAliasedImage(algorithm: 'sha384' | 'sha512', tag?: string): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  volume
    .repository('team/app')
    .image({ layers: [{ name: 'layer', algorithm, aliased: true }, 'plain'], label: 'v1', tag });
  volume.repository('team/other').image({ layers: ['other'], tag: '1' });
  return volume;
}

function stateOf({ database }: Inventory, digest: string): unknown {
  return database.prepare('SELECT state FROM blobs WHERE digest = ?').pluck().get(digest);
}

describe.each(['sha384', 'sha512'] as const)(
  'a layer that is named by its %s and kept by its sha256',
  (algorithm) => {
    it('is tagged where a tag leads to it, and untagged where only a revision does', async () => {
      const tagged = await inventoryOf(anAliasedImage(algorithm, '1').dir);
      expect(stateOf(tagged, KEPT)).toBe('tagged');
      tagged.close();
      fs.rmSync(path.join(dir(), 'volume'), { recursive: true });
      const untagged = await inventoryOf(anAliasedImage(algorithm).dir);
      expect(stateOf(untagged, KEPT)).toBe('untagged');
      expect(findOrphans(untagged).blobs).toEqual([]);
      expect(findOrphans(untagged, { untagged: true }).blobs).toContainEqual(
        expect.objectContaining({ digest: KEPT, linkedFrom: ['team/app'] }),
      );
      untagged.close();
    });

    it('counts for its repository, namespace, tag and kind, and is not missing', async () => {
      const inventory = await inventoryOf(anAliasedImage(algorithm, '1').dir);
      const { bytes } = inventory.database.prepare('SELECT sum(bytes) AS bytes FROM blobs').get() as {
        bytes: number;
      };
      const { repositories, totals } = usage(inventory);
      expect(totals).toMatchObject({ blobBytes: bytes, taggedBytes: bytes, unreferencedBytes: 0 });
      const [app] = repositories;
      expect(app?.bytes).toBeGreaterThan(2000);
      expect(app).toMatchObject({ taggedBytes: app?.bytes, uniqueBytes: app?.bytes });
      expect(usageByNamespace(inventory).namespaces).toMatchObject([{ bytes }]);
      expect(usageByTag(inventory, 'team/app').tags).toMatchObject([{ bytes: app?.bytes }]);
      expect(usageByKind(inventory).kinds).toMatchObject([{ kind: 'image', bytes }]);
      expect(takeOverview(inventory).missing.blobs).toBe(0);
      inventory.close();
    });

    it('is in the scope of a verification, and its tags are found', async () => {
      const inventory = await inventoryOf(anAliasedImage(algorithm, '1').dir);
      const id = inventory.database
        .prepare('SELECT id FROM blobs WHERE digest = ?')
        .pluck()
        .get(KEPT) as number;
      expect(blobsOf(inventory, ['team/app:1']).has(id)).toBe(true);
      expect(tagsLeadingTo(inventory, [id]).get(id)).toMatchObject([{ repository: 'team/app', tag: '1' }]);
      inventory.close();
    });

    it('is taken by every collector all the same, which breaks the tag', async () => {
      const inventory = await inventoryOf(anAliasedImage(algorithm, '1').dir);
      for (const [registry, family] of [
        ['2.8.2', '2.7-2.8'],
        ['3.1.1', '3.x'],
      ] as const) {
        const { blobs, casualties } = predictCollection(inventory, { registry, family });
        expect(blobs).toEqual([KEPT]);
        const missing = [layerDigest({ name: 'layer', algorithm })];
        expect(casualties).toMatchObject([{ repository: 'team/app', tag: '1', missing }]);
      }
      // 3.x also ends when it deletes the second of two layer links that say one digest.
      expect(idsOf(inventory)).toEqual(['collection-aborts', 'collection-breaks-image']);
      inventory.close();
    });

    it('is missing once where its blob is gone', async () => {
      const volume = anAliasedImage(algorithm, '1').remove(path.dirname(blobPath(KEPT)));
      const inventory = await inventoryOf(volume.dir);
      expect(takeOverview(inventory).missing.blobs).toBe(1);
      expect(idsOf(inventory)).toEqual(['image-blob-missing']);
      inventory.close();
    });

    it('lacks only its layer link where that of another repository leads to it', async () => {
      const volume = anAliasedImage(algorithm, '1');
      volume.remove(layerLinkPath('team/app', layerDigest({ name: 'layer', algorithm })));
      volume.repository('team/other').looseBlob({ name: 'layer', algorithm, aliased: true });
      const inventory = await inventoryOf(volume.dir);
      expect(stateOf(inventory, KEPT)).toBe('tagged');
      expect(idsOf(inventory)).toContain('image-layer-link-missing');
      inventory.close();
    });

    it('has the size that manifests say under either digest', async () => {
      const volume = anAliasedImage(algorithm, '1');
      fs.truncateSync(volume.resolve(blobPath(KEPT)), 10);
      const inventory = await inventoryOf(volume.dir);
      const size = findFindings(inventory).findings.find(({ id }) => id === 'blob-size-mismatch');
      expect(size).toMatchObject({ digest: KEPT, affects: ['team/app:1'] });
      inventory.close();
    });
  },
);

describe('a manifest that was pushed as a blob and is listed by its sha512', () => {
  it('is read, with all it leads to', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const child = volume.repository('team/app').image({ layers: ['child'], linked: false }).digest;
    const content = fs.readFileSync(volume.resolve(blobPath(child)));
    const listed = {
      blob: {
        name: 'child',
        content,
        algorithm: 'sha512',
        aliased: true,
        mediaType: volume.describe(child).mediaType,
      },
    } as const;
    volume.repository('team/app').index({ children: [listed], tag: 'list' });
    const inventory = await inventoryOf(volume.dir);
    expect(['unreferenced', 'untagged']).not.toContain(stateOf(inventory, layerDigest('child')));
    expect(usageByKind(inventory).kinds).toMatchObject([{ kind: 'image' }, { kind: 'index' }]);
    const { findings } = findFindings(inventory);
    expect(findings.filter(({ id }) => id.startsWith('index-') || id === 'manifest-in-layers')).toMatchObject(
      [{ id: 'manifest-in-layers' }],
    );
    inventory.close();
  });
});

describe('a rescan', () => {
  it('has the states of a fresh scan after another repository got an alias link, and after it lost it', async () => {
    const layer = { name: 'layer', algorithm: 'sha512', aliased: true } as const;
    const volume = anAliasedImage('sha512', '1');
    const link = layerLinkPath('team/app', layerDigest(layer));
    volume.remove(link);
    const states = [];
    for (const change of [
      () => {},
      () => volume.repository('team/third').looseBlob(layer),
      () => volume.remove(path.dirname(layerLinkPath('team/third', layerDigest(layer)))),
    ]) {
      change();
      const options = { hooks: { clockGranularityMs: -1e9 } };
      const rescan = await inventoryOf(volume.dir, options);
      states.push(stateOf(rescan, KEPT));
      const rows = dumpInventory(rescan);
      rescan.close();
      const fresh = await inventoryOf(volume.dir, { ...options, full: true });
      expect(rows).toEqual(dumpInventory(fresh));
      fresh.close();
    }
    expect(states).toEqual(['unreferenced', 'tagged', 'unreferenced']);
  });
});

describe('what tags lack, by the query in docs/inventory.md', () => {
  it('is the blob that is gone, and not its other name', async () => {
    const sql = /```sql\n(WITH RECURSIVE held[^;]+);/.exec(
      fs.readFileSync(new URL('../../docs/inventory.md', import.meta.url), 'utf8'),
    )?.[1] as string;
    const whole = anAliasedImage('sha512', '1');
    const inventory = await inventoryOf(whole.dir);
    expect(inventory.database.prepare(sql).all()).toEqual([]);
    inventory.close();
    whole.remove(path.dirname(blobPath(KEPT)));
    const lacking = await inventoryOf(whole.dir, { full: true });
    const missing = KEPT.slice('sha256:'.length);
    expect(lacking.database.prepare(sql).all()).toEqual([{ repository: 'team/app', tag: '1', missing }]);
    lacking.close();
  });
});

describe('no alias is', () => {
  const named = digestOf('x', 'sha512');
  const kept = digestOf('x');

  it.each<[string, (volume: VolumeBuilder) => unknown]>([
    [
      'a link under a sha256 that says a sha512',
      (volume) => volume.repository('a').layerLink(madeDigest('y'), named),
    ],
    [
      'a link under a sha256 that says another',
      (volume) => volume.repository('a').layerLink(madeDigest('y'), kept),
    ],
    [
      'a link under a sha512 that says another',
      (volume) => volume.repository('a').layerLink(named, madeDigest('y', 'sha512')),
    ],
    ['a revision under a sha512', (volume) => volume.repository('a').revisionLink(named, madeDigest('y'))],
    [
      'a link under an unknown algorithm',
      (volume) => volume.writeLink(layerLinkPath('a', `md5:${'0'.repeat(32)}`), kept),
    ],
  ])('%s', async (_, plant) => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.writeBlob('x');
    plant(volume);
    const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
    expect(inventory.database.prepare('SELECT * FROM alias').all()).toEqual([]);
    const problems = inventory.database.prepare('SELECT code FROM problems').pluck().all();
    expect(problems).toEqual(['link-mismatch']);
    inventory.close();
  });
});

function idsOf(inventory: Inventory): string[] {
  return [...new Set(findFindings(inventory).findings.map(({ id }) => id))];
}
