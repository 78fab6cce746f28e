import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFindings, isAtOrAbove } from '../../src/check/find-findings.ts';
import type { Finding } from '../../src/check/finding.ts';
import { isUneventful } from '../../src/check/findings/collection.ts';
import { CheckedVolume } from '../../src/check/volume/checked-volume.ts';
import { REGISTRY_FAMILIES } from '../../src/gc/registry-version.ts';
import { type Inventory, predictCollection, VolumeError } from '../../src/index.ts';
import { demoVolume } from '../support/demo-volume.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf } from '../support/made-bytes.ts';
import { indexJson, MEDIA_TYPES } from '../support/manifest-json.ts';
import { layerDigest } from '../support/push-layer.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { recordedCases } from '../support/recorded-cases.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';
import { healthyVolume } from './healthy-volume.ts';

const RANDOM_VOLUMES = cases({ few: 20, many: 60 });
const dir = temporaryDirectory();

async function findIn(plant: (volume: VolumeBuilder) => unknown): Promise<readonly Finding[]> {
  const volume = aVolume(path.join(dir(), 'volume'));
  plant(volume);
  const inventory = await inventoryOf(volume.dir);
  const { findings } = findFindings(inventory);
  inventory.close();
  return findings;
}

describe('a finding', () => {
  it('of a blob names the tags that it damages, through indexes too', async () => {
    const findings = await findIn((volume) => {
      volume
        .repository('team/web')
        .index({ tag: '1', children: [{ layers: ['base'], tag: 'amd64' }] })
        .repository('team/api')
        .image({ layers: ['base', 'app'], tag: '1' });
      volume.writeFileAt(blobPath(layerDigest('base')), '');
    });
    expect(findings).toMatchObject([
      {
        id: 'blob-empty',
        path: blobPath(layerDigest('base')),
        digest: layerDigest('base'),
        affects: ['team/api:1', 'team/web:1', 'team/web:amd64'],
      },
    ]);
  });

  it('says on which registries’ collection it ends, and is not told twice', async () => {
    let digest = '';
    const findings = await findIn((volume) => {
      volume.repository('team/api').image({ layers: ['base'], tag: 'old', format: 'schema1' });
      digest = volume.repository('team/api').image({ layers: ['base'], tag: '1' }).digest;
      volume.writeLink(revisionLinkPath('team/api', digest), '');
    });
    expect(findings).toMatchObject([
      {
        id: 'manifest-schema1',
        severity: 'corruption',
        affects: ['team/api:old'],
        endsCollection: ['3.x'],
      },
      {
        id: 'revision-link-empty',
        confidence: 'confirmed',
        path: revisionLinkPath('team/api', digest),
        repository: 'team/api',
        affects: ['team/api:1'],
        endsCollection: ['2.7-2.8', '3.x'],
      },
    ]);
    expect(findings[0]?.message).toMatch(/A collection by registry 3\.x ends on it\.$/);
  });

  it('of an image names the tag, what is missing, and where it should be', async () => {
    const findings = await findIn((volume) => {
      volume.repository('team/api').image({ layers: ['base', 'app'], tag: '1' });
      for (const layer of ['base', 'app']) volume.remove(path.dirname(blobPath(layerDigest(layer))));
    });
    const [found] = findings;
    expect(findings).toHaveLength(1);
    expect(found).toMatchObject({ id: 'image-blob-missing', repository: 'team/api', tag: '1' });
    expect(found?.path).toBe(blobPath(layerDigest('base')));
    expect(found?.message).toContain(`blob ${layerDigest('base')} is gone, and 1 more`);
  });

  it('of a size that another manifest confirms is only suspected', async () => {
    const size = (bytes: number) =>
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MEDIA_TYPES.oci.manifest,
        config: { mediaType: MEDIA_TYPES.oci.config, digest: layerDigest('base'), size: bytes },
        layers: [],
      });
    const findings = await findIn((volume) => {
      volume.repository('team/api').looseBlob('base');
      volume.repository('team/api').manifest(size(1000), { tag: 'right' });
      volume.repository('team/api').manifest(size(2000), { tag: 'wrong' });
    });
    expect(findings).toMatchObject([{ id: 'blob-size-mismatch', confidence: 'suspected' }]);
  });

  it('with a name that is no UTF-8 has its bytes too', async () => {
    const name = Buffer.concat([Buffer.from('team/'), Buffer.from([0xff])]);
    const findings = await findIn((volume) => {
      volume.repository('team/api').image({ layers: ['base'], tag: '1' });
      const at = Buffer.concat([Buffer.from(`${volume.resolve(REPOSITORIES)}/`), name]);
      fs.mkdirSync(Buffer.concat([at, Buffer.from('/_uploads')]), { recursive: true });
    });
    expect(findings).toMatchObject([
      { id: 'name-not-utf8', repositoryBase64: name.toString('base64'), pathBase64: expect.anything() },
      { id: 'repository-empty', repositoryBase64: name.toString('base64') },
    ]);
  });
});

describe('findings', () => {
  it('of the demonstration are its one broken image and notes', async () => {
    const volume = demoVolume(path.join(dir(), 'demo'));
    const inventory = await inventoryOf(volume.dir);
    const found = findFindings(inventory);
    expect(found.findings.map(({ id, tag }) => [id, tag])).toEqual([
      ['image-blob-missing', '0.3'],
      ['delete-untagged-breaks-indexes', undefined],
      ['upload-stale', undefined],
    ]);
    expect(found.totals).toEqual({ corruption: 1, warning: 0, info: 2 });
    expect(isAtOrAbove(found, 'corruption')).toBe(true);
    const ignored = findFindings(inventory, { ignore: new Set(['image-blob-missing']) });
    expect(isAtOrAbove(ignored, 'warning')).toBe(false);
    expect(isAtOrAbove(ignored, 'info')).toBe(true);
    inventory.close();
  });

  it('come in the same order every time, the worst first', async () => {
    const plant = (volume: VolumeBuilder) => {
      for (const name of ['b', 'a', 'c']) {
        volume.repository(`team/${name}`).image({ layers: [name], tag: '1' });
        volume.remove(path.dirname(blobPath(layerDigest(name))));
        volume.writeFileAt(`${REPOSITORIES}/${name}.txt`, 'x');
      }
    };
    const first = await findIn(plant);
    expect(first.map(({ severity }) => severity)).toEqual([
      ...Array(3).fill('corruption'),
      ...Array(3).fill('info'),
    ]);
    expect(await findIn(() => undefined)).toEqual(first);
  });

  it('end where a manifest refers to itself, which takes a digest that lies', async () => {
    const digest = digestOf('the digest that it claims');
    const descriptor = { mediaType: MEDIA_TYPES.oci.index, digest, size: 1 };
    const findings = await findIn((volume) => {
      const json = indexJson({ mediaType: MEDIA_TYPES.oci.index, manifests: [descriptor] });
      volume.writeFileAt(blobPath(digest), json);
      volume.repository('team/api').looseBlob('any').revisionLink(digest).tag('1', digest);
    });
    expect(findings).toMatchObject([{ id: 'blob-size-mismatch', affects: ['team/api:1'] }]);
  });

  it('are none where only nothing is wrong', async () => {
    const volume = healthyVolume(path.join(dir(), 'healthy'));
    const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
    expect(findFindings(inventory).totals).toEqual({ corruption: 0, warning: 0, info: 2 });
    inventory.close();
  });
});

describe('a collection', { timeout: 300_000 }, () => {
  it('that is not emulated would neither abort nor break anything, and every abort is told', async () => {
    let emulated = 0;
    let spared = 0;
    const volumes = [...recordedCases(dir())].map((recorded) => recorded.dir);
    for (const volume of volumes) {
      const inventory = await inventoryOf(volume, { readEveryLink: true });
      if (expectTold(inventory, volume)) spared++;
      else emulated++;
      inventory.close();
    }
    expect(emulated).toBeGreaterThan(50);
    expect(spared).toBeGreaterThan(5);
  });

  it('is told of random volumes as it is predicted', async () => {
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = fs.mkdtempSync(path.join(dir(), 'random-'));
        buildRandomVolume(volume, ops);
        const inventory = await openOrEmpty(volume);
        if (inventory === undefined) return;
        expectTold(inventory, volume);
        inventory.close();
      }),
      { numRuns: RANDOM_VOLUMES },
    );
  });
});

async function openOrEmpty(volume: string): Promise<Inventory | undefined> {
  try {
    return await inventoryOf(volume, { readEveryLink: true });
  } catch (error) {
    expect(error).toBeInstanceOf(VolumeError);
    return undefined;
  }
}

/** True where the collection was not emulated. */
function expectTold(inventory: Inventory, name: string): boolean {
  const volume = new CheckedVolume(inventory);
  const { findings } = findFindings(inventory);
  if (volume.isElsewhere) return false;
  const isSpared = isUneventful(volume);
  for (const family of REGISTRY_FAMILIES) {
    const prediction = predictCollection(inventory, { registry: family, family });
    const tags = prediction.casualties.filter(({ tag }) => tag !== undefined);
    if (isSpared) {
      expect([prediction.allAborts, tags], name).toEqual([[], []]);
    } else if (!volume.isCache) {
      const ends = findings.filter(({ endsCollection }) => endsCollection?.includes(family));
      const aborts = [...prediction.allAborts, ...prediction.deletionAborts];
      expect(ends.length > 0, name).toBe(aborts.length > 0);
      expect(
        ends.filter(({ severity }) => severity !== 'corruption'),
        name,
      ).toEqual([]);
      const said = new Set(findings.map(({ hint }) => hint));
      expect(
        aborts.filter(({ hint }) => !said.has(hint)),
        name,
      ).toEqual([]);
    }
  }
  return isSpared;
}
