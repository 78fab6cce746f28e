import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findReference, usageOfManifest } from '../../src/index.ts';
import { digestOf } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { blobPath } from '../support/volume-paths.ts';
import { digestAfter, inventory, one, open, two, untagged, volume } from './team-volume.ts';

function manifestUsage(reference: string) {
  const found = findReference(inventory, reference);
  if (found.names !== 'manifest') throw new Error(`${reference} names no manifest`);
  return usageOfManifest(inventory, found).manifests[0];
}

describe('the usage of a manifest', () => {
  it('has each file once, and none that stays where the manifest goes for its own', async () => {
    await open();
    const before = manifestUsage(`team/api@${one}`);
    inventory.close();
    const dataOf = (name: string) => blobPath(layerDigest(name));
    volume.hardLink('kept.bin', dataOf('one'));
    await open();
    expect(manifestUsage(`team/api@${one}`)).toEqual({
      ...before,
      uniqueBytes: before.uniqueBytes - 1000,
      sharedBytes: before.sharedBytes + 1000,
    });
    inventory.close();
    volume.remove(dataOf('one')).hardLink(dataOf('one'), dataOf('shared'));
    await open();
    const after = manifestUsage(`team/api@${one}`);
    expect([after.bytes, after.uniqueBytes]).toEqual([before.bytes - 1000, before.uniqueBytes - 1000]);
  });

  it('is only here where no other manifest leads to it, tagged or not', async () => {
    await open();
    const found = manifestUsage(`team/api@${two}`);
    expect(found).toMatchObject({
      repository: 'team/api',
      digest: two,
      kind: 'image',
      tags: ['2', 'latest'],
    });
    // Layers of 1000 bytes: `shared` is in 1 too, `two` in what is untagged.
    expect(found.sharedBytes).toBe(2000);
    expect(found.uniqueBytes).toBe(found.bytes - 2000);
    expect(found.fairShareBytes).toBe(found.bytes - 1000);
    expect(manifestUsage(`team/api@${untagged}`)).toMatchObject({ tags: [], sharedBytes: 1000 });
  });

  it('shares a blob with each manifest of each repository, and with each once', async () => {
    const config = volume.writeBlob('{}');
    const manifests = Array.from({ length: 12 }, (_, number) =>
      JSON.stringify({ schemaVersion: 2, config: { digest: config, size: 2 }, layers: [], number }),
    );
    for (const name of ['many/a', 'many/b'])
      for (const [number, json] of manifests.entries())
        volume.repository(name).manifest(json, { ...(number % 2 === 0 && { tag: `${number}` }) });
    await open();
    for (const json of manifests) {
      const { bytes, fairShareBytes } = manifestUsage(`many/a@${digestOf(json)}`);
      expect(bytes).toBe(json.length + 2);
      // The same manifest is in the other repository too, and leads to the config there once more.
      expect(fairShareBytes).toBeCloseTo(json.length / 2 + 2 / 24, 9);
    }
  });

  it('counts what its children hold as its own, and what another repository holds as shared', async () => {
    const web = volume.repository('team/web');
    const index = digestAfter(
      web.index({ tag: 'multi', children: [{ layers: ['amd64'] }, { layers: ['arm64'], label: 'arm' }] }),
    );
    await open();
    const alone = manifestUsage(`team/web@${index}`);
    expect(alone).toMatchObject({ kind: 'index', uniqueBytes: alone.bytes, sharedBytes: 0 });
    expect(alone.bytes).toBeGreaterThan(2000);
    inventory.close();

    volume.repository('mirror/web').revisionLink(index);
    await open();
    expect(manifestUsage(`team/web@${index}`)).toMatchObject({ uniqueBytes: 0, sharedBytes: alone.bytes });
  });

  it('is found by a tag that has no revision, and counts no blob that is not there', async () => {
    const loose = digestAfter(
      volume.repository('team/loose').image({ layers: ['gone'], linked: false, tag: '1' }),
    );
    await open();
    expect(manifestUsage(`team/loose@${loose}`)).toMatchObject({ kind: 'image', tags: ['1'] });
    inventory.close();
    volume.remove(path.dirname(blobPath(loose)));
    await open();
    expect(manifestUsage(`team/loose@${loose}`)).toMatchObject({ kind: null, bytes: 0 });
  });
});
