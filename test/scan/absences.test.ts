import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { findFindings } from '../../src/check/find-findings.ts';
import { openInventory, takeInventory } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import {
  blobPath,
  currentLinkPath,
  layerLinkPath,
  REPOSITORIES,
  revisionLinkPath,
} from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const SETTLE_MS = 400;
const MEANWHILE_MS = 150;
const LONG_AGO = '2026-01-05T08:00:00Z';

/** Two images in one repository, all of it old. */
function oldVolume(): { volume: VolumeBuilder; digest: string; layer: string } {
  const volume = aVolume(path.join(dir(), 'volume')).at(LONG_AGO);
  volume.repository('team/api').image({ layers: ['kept'], tag: 'kept' });
  const { digest } = volume.repository('team/api').image({ layers: ['a'], tag: '1' });
  volume.age(LONG_AGO);
  return { volume, digest, layer: layerDigest('a') };
}

/** What check finds in a scan during which something happens, and how long the scan took. */
async function findDuring(volume: VolumeBuilder, act: () => unknown = () => undefined) {
  const begun = performance.now();
  const scanning = inventoryOf(volume.dir, { settleMs: SETTLE_MS });
  await wait(MEANWHILE_MS);
  act();
  const inventory = await scanning;
  const took = performance.now() - begun;
  const found = findFindings(inventory).findings.filter(({ severity }) => severity !== 'info');
  const counts = inventory.database.prepare('SELECT tags, revisions, layer_links FROM repository').get();
  inventory.close();
  return { ids: found.map(({ id }) => id), waited: took >= SETTLE_MS, counts };
}

describe('a manifest whose revision link just went', () => {
  it('is no damage where its tag goes a moment later, as registries delete', async () => {
    const { volume, digest } = oldVolume();
    volume.remove(revisionLinkPath('team/api', digest));
    const tag = path.dirname(path.dirname(currentLinkPath('team/api', '1')));
    const { ids, waited, counts } = await findDuring(volume, () => volume.remove(tag));
    expect({ ids, waited }).toEqual({ ids: [], waited: true });
    expect(counts).toMatchObject({ tags: 1, revisions: 1 });
  });

  it('is no damage where it is pushed again a moment later', async () => {
    const { volume, digest } = oldVolume();
    const link = revisionLinkPath('team/api', digest);
    volume.remove(link);
    const { ids, counts } = await findDuring(volume, () => volume.writeLink(link, digest));
    expect(ids).toEqual([]);
    expect(counts).toMatchObject({ tags: 2, revisions: 2 });
  });

  it('is damage where the tag stays, once it was looked at again', async () => {
    const { volume, digest } = oldVolume();
    volume.remove(revisionLinkPath('team/api', digest));
    const { ids, waited } = await findDuring(volume);
    expect({ ids, waited }).toEqual({ ids: ['tag-revision-missing'], waited: true });
  });

  it('is damage at once where it went long ago', async () => {
    const { volume, digest } = oldVolume();
    volume.remove(revisionLinkPath('team/api', digest)).age(LONG_AGO);
    // By the newest file of the volume it is late.
    volume.at(new Date()).orphan('young');
    const inventory = await inventoryOf(volume.dir, { settleMs: 50_000 });
    const ids = findFindings(inventory).findings.map(({ id }) => id);
    inventory.close();
    expect(ids).toContain('tag-revision-missing');
  });
});

describe('a part that a repository lacks', () => {
  it.each(['_layers', '_manifests', '_manifests/revisions', '_manifests/tags'])(
    'is no damage where it comes a moment later, with all that is in it: %s',
    async (part) => {
      const { volume } = oldVolume();
      const whole = await findDuring(volume);
      const [at, aside] = [volume.resolve(`${REPOSITORIES}/team/api/${part}`), path.join(dir(), 'aside')];
      fs.renameSync(at, aside);
      const { ids, waited, counts } = await findDuring(volume, () => fs.renameSync(aside, at));
      expect({ ids, waited, counts }).toEqual({ ids: [], waited: true, counts: whole.counts });
    },
  );

  it('is looked for twice, and the next scan says the same', async () => {
    const { volume } = oldVolume();
    volume.remove(`${REPOSITORIES}/team/api/_manifests/tags`);
    const db = `${volume.dir}.db`;
    const scan = async (full: boolean) => {
      await takeInventory({ volume: volume.dir, db, threads: 0, settleMs: 20, full });
      const inventory = openInventory(db);
      const rows = inventory.database.prepare('SELECT * FROM repository').all();
      inventory.close();
      return rows;
    };
    const first = await scan(true);
    expect(await scan(false)).toMatchObject(first.map((row) => ({ ...(row as object), fingerprint: null })));
  });
});

describe.each([
  ['the link of a layer', 'image-layer-link-missing', (digest: string) => layerLinkPath('team/api', digest)],
  ['the directory of a blob', 'image-blob-missing', (digest: string) => path.dirname(blobPath(digest))],
])('%s that just went', (_what, id, placeOf) => {
  it('is no damage where it comes back a moment later', async () => {
    const { volume, layer } = oldVolume();
    const [at, aside] = [volume.resolve(placeOf(layer)), path.join(dir(), 'aside')];
    fs.renameSync(at, aside);
    const { ids, waited } = await findDuring(volume, () => fs.renameSync(aside, at));
    expect({ ids, waited }).toEqual({ ids: [], waited: true });
  });

  it('is damage where it stays away, and the next scan says the same', async () => {
    const { volume, layer } = oldVolume();
    volume.remove(placeOf(layer));
    for (let scan = 0; scan < 2; scan++) {
      const { ids, waited } = await findDuring(volume);
      expect({ ids, waited }).toEqual({ ids: [id], waited: true });
    }
  });
});

describe('blobs that are missing', () => {
  it('are damage at once where the directory above them is missing as well', async () => {
    const { volume, layer } = oldVolume();
    volume.remove(path.dirname(path.dirname(blobPath(layer))));
    expect(await findDuring(volume)).toMatchObject({ ids: ['image-blob-missing'], waited: false });
  });

  it.each([
    { count: 50, waited: true },
    { count: 51, waited: false },
  ])('are a state, and no operation under way, where they are many: $count', async ({ count, waited }) => {
    const { volume } = oldVolume();
    const layers = Array.from({ length: count }, (_, number) => ({
      name: `absent ${number}`,
      stored: false,
    }));
    volume.repository('team/api').image({ layers, tag: 'many' });
    volume.age(LONG_AGO);
    // As where another blob has just gone from each of these directories.
    for (const layer of layers) {
      const above = volume.resolve(path.dirname(path.dirname(blobPath(layerDigest(layer)))));
      fs.mkdirSync(above, { recursive: true });
      fs.utimesSync(above, new Date(), new Date());
    }
    expect(await findDuring(volume)).toMatchObject({ ids: ['image-blob-missing'], waited });
  });
});

describe('a first push that is under way', () => {
  it('is no repository that lost its manifests', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.repository('team/new').looseBlob('first layer').upload({ bytes: 10 });
    expect((await findDuring(volume)).ids).toEqual([]);
    volume.age(LONG_AGO);
    expect((await findDuring(volume)).ids).toEqual(['repository-without-manifests']);
  });
});
