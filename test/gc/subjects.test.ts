import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFindings, type Inventory, predictCollection, usageByTag } from '../../src/index.ts';
import { sbom } from '../support/artifact-kinds.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, revisionLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

/** What gc says of tags whose subject is gone, by either family, and the tags that check names. */
async function subjectless(volume: VolumeBuilder, deleteUntagged = false) {
  const inventory = await inventoryOf(volume.dir);
  const stays = (registry: string, family: '2.7-2.8' | '3.x') =>
    predictCollection(inventory, { registry, family, deleteUntagged }).survivors.find(
      ({ what }) => what === 'subjectless-tags',
    );
  const result = {
    old: stays('2.8.3', '2.7-2.8'),
    new: stays('3.1.1', '3.x'),
    tags: findFindings(inventory)
      .findings.filter(({ id }) => id === 'signature-subject-gone')
      .map(({ repository, tag }) => `${repository}:${String(tag).replace(/[0-9a-f]{64,}/, 'hex')}`)
      .sort(),
    unique: onlyInGone(inventory),
  };
  inventory.close();
  return result;
}

/** What only the tags of `gone` lead to, as usage counts it: no two of them share anything here. */
function onlyInGone(inventory: Inventory): number {
  const tags = usageByTag(inventory).tags.filter(({ repository }) => repository === 'gone');
  return tags.reduce((sum, { uniqueBytes }) => sum + uniqueBytes, 0);
}

const volumeWith = () => aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
const sig = (digest: string, suffix = '.sig') => digest.replace(':', '-') + suffix;
const layers = (name: string) => [{ name, content: `{"critical":"${name}"}` }];

describe('tags whose subject is gone', () => {
  it('are not those of images in another repository, and have their whole closures', async () => {
    const volume = volumeWith();
    for (const name of ['a', 'b', 'c']) {
      const image = volume.repository(`team/${name}`).image({ layers: [name], tag: '1' }).digest;
      volume.repository('signatures').image({ layers: layers(name), tag: sig(image) });
    }
    const [signed, attached] = [madeDigest('gone'), madeDigest('gone too')];
    volume.repository('gone').image({ layers: layers('gone'), tag: sig(signed), label: 'signature' });
    const referrer = volume.repository('gone').artifact(sbom(attached, 9000)).digest;
    volume.repository('gone').index({ children: [{ listed: referrer }], tag: sig(attached, '') });
    const { old, new: newer, tags, unique } = await subjectless(volume);
    expect(unique).toBeGreaterThan(9000);
    expect(old).toEqual({ what: 'subjectless-tags', count: 2, bytes: unique });
    expect(newer).toEqual(old);
    expect(tags).toEqual(['gone:sha256-hex', 'gone:sha256-hex.sig']);
  });

  it('hold no more than the collection leaves', async () => {
    const volume = volumeWith();
    const referrer = volume.repository('gone').artifact(sbom(madeDigest('gone'), 9000)).digest;
    volume.repository('gone').index({ children: [{ listed: referrer }], tag: sig(madeDigest('gone'), '') });
    const { old, new: newer, unique } = await subjectless(volume, true);
    expect(newer?.bytes).toBe(unique);
    // 2.x takes the untagged children of a tagged index.
    expect(old?.bytes).toBeLessThan(1000);
  });

  it('count a file once, and none that has a name that stays', async () => {
    const volume = volumeWith();
    const layers = ['kept', 'one', 'other'];
    volume.repository('gone').image({ layers, tag: sig(madeDigest('gone')), label: 'signature' });
    const before = await subjectless(volume);
    const dataOf = (name: string) => blobPath(layerDigest(name));
    volume.hardLink('kept.bin', dataOf('kept'));
    volume.remove(dataOf('other')).hardLink(dataOf('other'), dataOf('one'));
    const { old, new: newer, unique } = await subjectless(volume);
    expect(old?.bytes).toBe(Number(before.old?.bytes) - 2000);
    expect([newer?.bytes, unique]).toEqual([old?.bytes, old?.bytes]);
  });

  it('do not count what other tags hold too', async () => {
    const volume = volumeWith();
    volume.repository('gone').image({ layers: ['shared'], tag: sig(madeDigest('gone')), label: 'signature' });
    volume.repository('team/app').image({ layers: ['shared'], tag: '1' });
    const { old } = await subjectless(volume);
    expect(old?.count).toBe(1);
    expect(old?.bytes).toBeLessThan(1000);
  });

  it.each<[string, number, (volume: VolumeBuilder, image: string) => unknown]>([
    ['an untagged image', 0, (volume) => volume.repository('team/app').deleteTag('1')],
    [
      'an image that only an index lists',
      0,
      (volume, image) => {
        volume.repository('team/app').deleteManifest(image);
        volume.repository('team/app').index({ children: [{ listed: image }], tag: 'list' });
      },
    ],
    [
      'an image that was deleted by API, with its blob still there',
      1,
      (volume, image) => volume.repository('team/app').deleteManifest(image),
    ],
    ['an image whose blob is gone', 1, (volume, image) => volume.remove(path.dirname(blobPath(image)))],
    [
      'an image whose blob is damaged',
      0,
      (volume, image) => fs.writeFileSync(volume.resolve(blobPath(image)), '{'),
    ],
    [
      'an image whose tag is left alone',
      0,
      (volume, image) => volume.remove(revisionLinkPath('team/app', image)),
    ],
  ])('are judged by whether anything leads to the blob of the subject: %s', async (_, gone, change) => {
    const volume = volumeWith();
    const image = volume.repository('team/app').image({ layers: ['a'], tag: '1' }).digest;
    volume.repository('signatures').image({ layers: layers('a'), tag: sig(image), label: 'signature' });
    volume.repository('signatures').artifact(sbom(image, 100));
    change(volume, image);
    const inventory = await inventoryOf(volume.dir);
    const ids = findFindings(inventory).findings.map(({ id }) => id);
    expect(ids.filter((id) => id === 'signature-subject-gone')).toHaveLength(gone);
    expect(ids.filter((id) => id === 'referrer-subject-gone')).toHaveLength(gone);
    inventory.close();
    expect((await subjectless(volume)).new?.count ?? 0).toBe(gone);
  });

  it('stand for the referrers in their indexes, which deleting one by one would break', async () => {
    const volume = volumeWith();
    const attached = madeDigest('gone');
    const listed = volume.repository('listed').artifact(sbom(attached, 100)).digest;
    volume.repository('listed').index({ children: [{ listed }], tag: sig(attached, '') });
    volume.repository('alone').artifact(sbom(attached, 100));
    const inventory = await inventoryOf(volume.dir);
    const found = findFindings(inventory).findings.filter(({ id }) => id.endsWith('-subject-gone'));
    inventory.close();
    expect(found.map(({ id, repository }) => `${id} ${repository}`).sort()).toEqual([
      'referrer-subject-gone alone',
      'signature-subject-gone listed',
    ]);
  });

  it('may name it by a sha512 that is cut to 64 digits, or by another name of it', async () => {
    const volume = volumeWith();
    const signatures = volume.repository('signatures');
    const named = volume.writeBlob('{"schemaVersion":2}', 'sha512');
    volume.repository('team/app').revisionLink(named);
    const image = volume.repository('team/app').image({ layers: ['a'], tag: '1' }).digest;
    const [alias, gone] = [madeDigest('alias', 'sha384'), madeDigest('gone', 'sha512')];
    volume.repository('team/app').layerLink(alias, image);
    for (const subject of [named, alias, gone])
      signatures.image({
        layers: layers(subject),
        tag: `${sig(subject, '').slice(0, 7 + 64)}.sig`,
        label: 'signature',
      });
    const { tags, new: newer } = await subjectless(volume);
    expect(tags).toEqual(['signatures:sha512-hex.sig']);
    expect(newer?.count).toBe(1);
  });
});
