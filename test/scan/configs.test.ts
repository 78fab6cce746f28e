import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inventory, TakeInventoryOptions } from '../../src/index.ts';
import { beginVolume } from '../support/history/begin.ts';
import { PUSHES } from '../support/history/pushes.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf, madeDigest } from '../support/made-bytes.ts';
import { MEDIA_TYPES } from '../support/manifest-json.ts';
import { naiveConfigs } from '../support/naive-configs.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const MIB = 1024 * 1024;

describe('the configs of images', () => {
  it('say when, for what and from what an image was made, and what each layer is', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const labels = {
      'org.opencontainers.image.source': 'https://git.example/shop',
      'org.opencontainers.image.revision': 'c0ffee',
      'org.opencontainers.image.version': '1.4.2',
      'org.opencontainers.image.vendor': 'Example',
    };
    const [base, own] = [madeDigest('base content'), madeDigest('own content')];
    const history = ['ADD rootfs.tar / # buildkit', 'COPY . /app'];
    const details = { created: '2026-03-01T10:00:00.5+01:00', labels, history, diffIds: [base, own] };
    const image = {
      layers: ['base', 'own'],
      tag: '1',
      details,
      platform: { os: 'linux', architecture: 'arm64' },
    };
    volume.repository('team/api').image(image);
    const inventory = await inventoryOf(volume.dir);
    const { digest: _, bytes: __, ...config } = rowsOf(inventory, 'configs')[0]!;
    expect(config).toEqual({
      created_at: '2026-03-01T09:00:00Z',
      platform: 'linux/arm64',
      source: 'https://git.example/shop',
      revision: 'c0ffee',
      version: '1.4.2',
      vendor: 'Example',
      fault: null,
    });
    const layers = rowsOf(inventory, 'layers').map(({ position, diff_id, created_by, bytes }) => {
      return { position, diff_id, created_by, bytes };
    });
    expect(layers).toEqual([
      { position: 0, diff_id: base, created_by: history[0], bytes: 1000 },
      { position: 1, diff_id: own, created_by: history[1], bytes: 1000 },
    ]);
    expect(inventory.scan.reads_configs).toBe(1);
    inventory.close();
  });

  it('are told of random volumes as a naive reading tells them', { timeout: 120_000 }, async () => {
    let met = 0;
    const runs = cases({ few: 25, many: 80 });
    for (const [run, ops] of fc.sample(randomVolume(), runs).entries()) {
      const volume = path.join(dir(), `${run}`);
      buildRandomVolume(volume, ops);
      met += await compareWithNaive(volume);
    }
    expect(met).toBeGreaterThan(runs);
  });

  it('are told likewise where pushes say various things', { timeout: 120_000 }, async () => {
    let met = 0;
    for (let how = 0; how < cases({ few: 40, many: 150 }); how++) {
      const volume = path.join(dir(), `pushed ${how}`);
      const changing = beginVolume(volume, `${volume} aside`, { volume: [], before: [] });
      for (const pick of [1, 2, 3]) PUSHES['push an image'](changing, pick * how, how + pick);
      met += await compareWithNaive(volume);
    }
    expect(met).toBeGreaterThan(100);
  });
});

/** How many layers there are of which something is known. */
async function compareWithNaive(volume: string): Promise<number> {
  const inventory = await inventoryOf(volume);
  const expected = naiveConfigs(volume);
  expect(sorted(pick(inventory, 'configs', Object.keys(expected.configs[0] ?? {})))).toEqual(
    sorted(expected.configs),
  );
  const columns = ['manifest', 'position', 'digest', 'diff_id', 'created_by'];
  expect(sorted(pick(inventory, 'layers', columns))).toEqual(sorted(expected.layers));
  inventory.close();
  return expected.layers.length;
}

describe('a config', () => {
  const TOO_LARGE = ' '.repeat(4 * MIB + 1);

  it.each<[string, string, string | null]>([
    ['that is no JSON', 'nonsense', 'not-json'],
    ['that is a list', '[]', 'not-json'],
    ['of 4 MiB of brackets', '['.repeat(4 * MIB), 'not-json'],
    ['of more than 4 MiB', TOO_LARGE, 'too-large'],
    ['that says nothing', '{}', null],
  ])('%s makes nothing undetermined or incomplete', async (_, config, fault) => {
    const volume = imageWith({ config });
    const inventory = await inventoryOf(volume.dir);
    expect(rowsOf(inventory, 'configs')).toMatchObject([{ digest: digestOf(config), fault, platform: null }]);
    expect(inventory.scan).toMatchObject({ is_complete: 1, is_undetermined: 0 });
    expect(rowsOf(inventory, 'problems')).toEqual([]);
    expect(rowsOf(inventory, 'layers')).toEqual([]);
    inventory.close();
  });

  it('that is not there is not told', async () => {
    const volume = imageWith({});
    const [{ digest }] = rowsOf(await inventoryOf(volume.dir), 'configs') as [{ digest: string }];
    volume.remove(blobPath(digest));
    const inventory = await inventoryOf(volume.dir);
    expect(rowsOf(inventory, 'configs')).toEqual([]);
    expect(rowsOf(inventory, 'history_line')).toEqual([]);
    inventory.close();
  });

  it('of something that is no image is left alone', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const mediaType = 'application/vnd.cncf.helm.config.v1+json';
    const chart = { name: 'chart', content: '{"os":"linux"}', mediaType };
    volume.repository('charts').artifact({ config: chart, layers: ['chart'], tag: '1' });
    const empty = { name: 'empty', content: '{}', mediaType: MEDIA_TYPES.empty };
    volume.repository('charts').artifact({ config: empty, layers: ['other'], tag: '2' });
    const inventory = await inventoryOf(volume.dir);
    expect(rowsOf(inventory, 'configs')).toEqual([]);
    inventory.close();
  });

  it('that the disk refuses makes the scan incomplete and nothing undetermined, and is read by the next', async () => {
    const volume = imageWith({ labels: { 'org.opencontainers.image.version': '7' } });
    const refused: Inventory['scan'][] = [];
    for (let call = 1; call < 80; call++) {
      const hooks = { fault: { call, code: 'EIO' } } as const;
      const inventory = await inventoryOf(volume.dir, { hooks, full: true });
      const isConfig = rowsOf(inventory, 'configs').some(({ fault }) => fault === 'unreadable');
      if (isConfig) refused.push(inventory.scan);
      inventory.close();
      if (!isConfig) continue;
      const again = await inventoryOf(volume.dir);
      expect(rowsOf(again, 'configs')).toMatchObject([{ fault: null, version: '7' }]);
      expect(again.scan.is_complete).toBe(1);
      again.close();
    }
    expect(refused.length).toBeGreaterThan(0);
    for (const scan of refused) expect(scan).toMatchObject({ is_complete: 0, is_undetermined: 0 });
  });
});

describe('a hostile config', () => {
  const line = (at: number) => `RUN ${at} ${'x'.repeat(6000)}`;
  const id = (at: number) => madeDigest(`${at}`);

  it.each<[string, (layers: string[]) => string]>([
    [
      'a million history lines',
      () => `{"history":[${'{},'.repeat(MIB)}{}],"rootfs":{"diff_ids":["${id(1)}"]}}`,
    ],
    ['deep labels', () => `{"config":{"Labels":${'{"a":'.repeat(300_000)}1${'}'.repeat(300_000)}}}`],
    ['diff_ids that are no digests', () => JSON.stringify({ rootfs: { diff_ids: ['', '../../..'] } })],
    [
      'a diff_id of another algorithm',
      (layers) => JSON.stringify({ rootfs: { diff_ids: layers.map(() => madeDigest('x', 'sha512')) } }),
    ],
    ['fewer diff_ids than layers', () => JSON.stringify({ rootfs: { diff_ids: [id(1)] } })],
    [
      'thousands of diff_ids',
      () => JSON.stringify({ rootfs: { diff_ids: Array.from({ length: 2000 }, (_, at) => id(at)) } }),
    ],
    [
      'the words of other members',
      () => `{"rootfs":null,"history":"x","config":[],"created":{},"__proto__":{"os":"x"}}`,
    ],
  ])('of %s tells of no layer', async (_, config) => {
    const volume = imageWith({ config: config(['layer', 'second']) });
    const inventory = await inventoryOf(volume.dir);
    expect(rowsOf(inventory, 'configs')).toHaveLength(1);
    expect(rowsOf(inventory, 'layers')).toEqual([]);
    inventory.close();
  });

  it('of long texts is kept as far as they have a bound', async () => {
    const labels = {
      'org.opencontainers.image.source': 'x'.repeat(1025),
      'org.opencontainers.image.version': 'v'.repeat(1024),
    };
    const volume = imageWith({ labels, history: [line(1), ''] });
    const inventory = await inventoryOf(volume.dir);
    expect(rowsOf(inventory, 'configs')).toMatchObject([{ source: null, version: 'v'.repeat(1024) }]);
    expect(rowsOf(inventory, 'layers').map(({ created_by }) => created_by)).toEqual([
      line(1).slice(0, 4096),
      null,
    ]);
    inventory.close();
  });

  it('says a member twice: the last one counts, as for the engines', async () => {
    const config = `{"os":"linux","os":"windows","architecture":"amd64"}`;
    const inventory = await inventoryOf(imageWith({ config }).dir);
    expect(rowsOf(inventory, 'configs')).toMatchObject([{ platform: 'windows/amd64' }]);
    inventory.close();
  });
});

describe('--no-configs', () => {
  const scan = async (volume: VolumeBuilder, options: Partial<TakeInventoryOptions> = {}) => {
    const inventory = await inventoryOf(volume.dir, { hooks: { clockGranularityMs: -1e9 }, ...options });
    const versions = rowsOf(inventory, 'SELECT version FROM configs ORDER BY version').map(
      (row) => row['version'],
    );
    const { reads_configs } = inventory.scan;
    inventory.close();
    return [reads_configs, ...versions];
  };
  const push = (volume: VolumeBuilder, version: string) =>
    volume.repository('team/api').image({
      layers: ['layer', 'second'],
      tag: version,
      details: { labels: { 'org.opencontainers.image.version': version } },
    });

  it('leaves them, and a later scan with them reads all, though nothing has changed', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    push(volume, '1');
    expect(await scan(volume, { configs: false })).toEqual([0]);
    expect(await scan(volume)).toEqual([1, '1']);
  });

  it('keeps what an earlier scan read, and drops what nothing names any more', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    push(volume, '1');
    const { digest } = push(volume, '2');
    expect(await scan(volume)).toEqual([1, '1', '2']);
    push(volume, '3');
    expect(await scan(volume, { configs: false })).toEqual([0, '1', '2']);
    volume.repository('team/api').deleteManifest(digest);
    expect(await scan(volume, { configs: false })).toEqual([0, '1']);
    expect(await scan(volume)).toEqual([1, '1', '3']);
  });
});

describe('the annotations of a manifest', () => {
  it('are in the inventory, of images, artifacts and indexes', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const annotations = { 'org.opencontainers.image.title': 'größe "x"', __proto__x: '' };
    volume
      .repository('a')
      .image({ layers: ['layer'], tag: '1', annotations })
      .index({ children: [], tag: '2', annotations })
      .artifact({ layers: ['layer'], tag: '3', annotations })
      .manifest(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: MEDIA_TYPES.oci.manifest,
          config: {},
          layers: [],
          annotations: { a: 1, b: null },
        }),
        { tag: '4' },
      )
      .image({ layers: ['layer'], tag: '5' });
    const inventory = await inventoryOf(volume.dir);
    const found = rowsOf(
      inventory,
      'SELECT tag, annotations FROM tags JOIN manifests USING (digest) ORDER BY tag',
    );
    expect(found.map((row) => row['annotations'])).toEqual([
      ...Array.from({ length: 3 }, () => JSON.stringify(annotations)),
      null,
      null,
    ]);
    inventory.close();
  });
});

function imageWith({
  config,
  ...details
}: {
  config?: string;
  labels?: Record<string, string>;
  history?: string[];
}): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('team/api').image({ layers: ['layer', 'second'], tag: '1', details, config });
  return volume;
}

type Row = Record<string, unknown>;

function rowsOf({ database }: Inventory, from: string): Row[] {
  return database.prepare(from.startsWith('SELECT') ? from : `SELECT * FROM ${from}`).all() as Row[];
}

function pick(inventory: Inventory, view: string, columns: readonly string[]): Row[] {
  if (columns.length === 0) return rowsOf(inventory, view);
  return rowsOf(inventory, `SELECT ${columns} FROM ${view}`);
}

function sorted(rows: readonly object[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
