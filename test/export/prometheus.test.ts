import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/check/catalogue.ts';
import { METRICS } from '../../src/export/prometheus/declared.ts';
import { type MetricOptions, prometheusNotes, prometheusText } from '../../src/export/prometheus/metrics.ts';
import {
  findFindings,
  findOrphans,
  type Inventory,
  predictCollection,
  usage,
  usageByNamespace,
  VolumeError,
} from '../../src/index.ts';
import { stowageVersion } from '../../src/version.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { readMetrics, type Series } from '../support/metrics-text.ts';
import { cases, SEED } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { BLOBS, REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

async function textOf(inventory: Inventory, options: MetricOptions = {}): Promise<string> {
  let text = '';
  for await (const piece of prometheusText(inventory, options)) text += piece;
  return text;
}

/** Values of a metric, by its labels in the order in which they are declared. */
function valuesOf(series: readonly Series[], metric: keyof typeof METRICS): Record<string, number> {
  const of = series.filter((each) => each.metric === metric);
  return Object.fromEntries(of.map(({ labels, value }) => [Object.values(labels).join(' '), value]));
}

async function metricsOf(volume: string, options: MetricOptions = {}): Promise<Series[]> {
  const inventory = await inventoryOf(volume);
  try {
    return readMetrics(await textOf(inventory, options));
  } finally {
    inventory.close();
  }
}

describe('metrics say what the answers say', { timeout: 300_000 }, () => {
  it('on random volumes', async () => {
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = mkdtempSync(join(dir(), 'random-'));
        buildRandomVolume(volume, ops);
        const inventory = await inventoryOf(volume).catch((error) => {
          if (!(error instanceof VolumeError)) throw error;
        });
        if (inventory !== undefined) await expectSame(inventory);
        inventory?.close();
        rmSync(volume, { recursive: true });
      }),
      { numRuns: cases({ few: 30, many: 200 }), seed: SEED },
    );
  });
});

async function expectSame(inventory: Inventory): Promise<void> {
  const series = readMetrics(await textOf(inventory, { repositories: 'all' }));
  const values = (metric: keyof typeof METRICS) => valuesOf(series, metric);
  const { totals, repositories } = usage(inventory);
  const parts = values('stowage_volume_bytes');
  expect(Object.values(parts).reduce((sum, bytes) => sum + bytes)).toBe(totals.volumeBytes);
  expect(parts).toEqual({
    tagged: totals.taggedBytes,
    untagged: totals.untaggedBytes,
    unreferenced: totals.unreferencedBytes,
    uploads: totals.uploadBytes,
    other: totals.otherBytes,
  });
  const blobs = values('stowage_volume_blobs');
  // One written in the millisecond in which the scan began is young at any age.
  const { totals: orphans } = findOrphans(inventory, { minAgeMs: 0 });
  const unreferenced = orphans.blobs + orphans.youngBlobs;
  expect(blobs['unreferenced']).toBe(unreferenced);
  expect((blobs['tagged'] ?? 0) + (blobs['untagged'] ?? 0) + unreferenced).toBe(totals.blobs);
  const of = (key: 'bytes' | 'uniqueBytes' | 'untaggedBytes' | 'uploadBytes' | 'tags') =>
    Object.fromEntries(repositories.map((each) => [each.name, each[key]]));
  expect(values('stowage_repository_bytes')).toEqual(of('bytes'));
  expect(values('stowage_repository_unique_bytes')).toEqual(of('uniqueBytes'));
  expect(values('stowage_repository_untagged_bytes')).toEqual(of('untaggedBytes'));
  expect(values('stowage_repository_upload_bytes')).toEqual(of('uploadBytes'));
  expect(values('stowage_repository_tags')).toEqual(of('tags'));
  expect(values('stowage_repositories')).toEqual({ '': repositories.length });
  const { namespaces } = usageByNamespace(inventory);
  expect(values('stowage_namespace_bytes')).toEqual(
    Object.fromEntries(namespaces.map(({ name, bytes }) => [name, bytes])),
  );
  const { findings, undetermined } = findFindings(inventory);
  const told = Object.entries(values('stowage_findings')).filter(([, count]) => count > 0);
  const counted = new Map<string, number>();
  for (const { id, severity } of findings)
    counted.set(`${id} ${severity}`, (counted.get(`${id} ${severity}`) ?? 0) + 1);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(counted));
  expect(values('stowage_inventory_undetermined')).toEqual({ '': undetermined === true ? 1 : 0 });
  expect(values('stowage_collectable_bytes')).toEqual({
    '2.7-2.8': predictCollection(inventory, { registry: '2.8.3', family: '2.7-2.8' }).bytes,
    '3.x': predictCollection(inventory, { registry: '3.1.0', family: '3.x' }).bytes,
  });
}

describe('metrics of a volume', () => {
  const volumeOf = () => {
    const volume = aVolume(join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
    for (const [at, name] of ['team/one', 'team/two', 'other/three', 'four'].entries())
      volume.repository(name).image({ layers: [{ name, bytes: 1000 * (at + 1) }], tag: '1' });
    return volume;
  };

  it('are all that are declared, each kind of finding among them though there is none', async () => {
    const series = await metricsOf(volumeOf().dir);
    expect([...new Set(series.map(({ metric }) => metric))]).toEqual(Object.keys(METRICS));
    const findings = valuesOf(series, 'stowage_findings');
    expect(new Set(Object.keys(findings).map((key) => key.split(' ')[0]))).toEqual(
      new Set(Object.keys(CATALOGUE)),
    );
    expect(Object.values(findings).filter((count) => count !== 0)).toEqual([]);
    expect(series.filter(({ value }) => value < 0)).toEqual([]);
  });

  it('say when the scan was in seconds, and that it was complete', async () => {
    const { dir: volume } = volumeOf();
    const before = Date.now() / 1000;
    const series = await metricsOf(volume);
    expect(valuesOf(series, 'stowage_scan_timestamp_seconds')['']).toBeGreaterThanOrEqual(before - 1);
    expect(valuesOf(series, 'stowage_scan_timestamp_seconds')['']).toBeLessThanOrEqual(Date.now() / 1000);
    expect(valuesOf(series, 'stowage_scan_complete')).toEqual({ '': 1 });
    expect(valuesOf(series, 'stowage_build_info')).toEqual({ [stowageVersion()]: 1 });
  });

  it('tell the largest repositories, and the sum of the others', async () => {
    const { dir: volume } = volumeOf();
    const all = valuesOf(await metricsOf(volume), 'stowage_repository_bytes');
    const series = await metricsOf(volume, { repositories: 2 });
    expect(Object.keys(valuesOf(series, 'stowage_repository_bytes'))).toEqual(['four', 'other/three']);
    expect(valuesOf(series, 'stowage_repositories')).toEqual({ '': 4 });
    expect(valuesOf(series, 'stowage_repositories_omitted')).toEqual({ '': 2 });
    expect(valuesOf(series, 'stowage_repository_other_bytes')).toEqual({
      '': (all['team/one'] ?? 0) + (all['team/two'] ?? 0),
    });
    expect(Object.keys(valuesOf(series, 'stowage_namespace_bytes'))).toEqual(['', 'other', 'team']);
  });

  it('carry the name of the registry where it has one, so that two may stand in one directory', async () => {
    const series = await metricsOf(volumeOf().dir, { registryName: 'eu-1' });
    expect(series.filter(({ labels }) => labels['registry'] !== 'eu-1')).toEqual([]);
  });

  it('leave out what the file system did not say', async () => {
    const { dir: volume } = volumeOf();
    const inventory = await inventoryOf(volume);
    const { scan } = inventory;
    const unsaid = { ...scan, filesystem_bytes: null, filesystem_available_bytes: null };
    const text = await textOf({ ...inventory, scan: unsaid });
    inventory.close();
    expect(text).not.toContain('stowage_filesystem');
    expect(text).toContain('stowage_scan_complete 1');
  });

  it('tell as corruption what a collection would end on, whatever it is else', async () => {
    const volume = volumeOf();
    volume.makeDirectory(`${BLOBS}/md5/00/${'0'.repeat(32)}`);
    volume.writeFileAt(`${BLOBS}/md5/00/${'0'.repeat(32)}/data`, 'x');
    const findings = valuesOf(await metricsOf(volume.dir), 'stowage_findings');
    expect(CATALOGUE['blob-algorithm-unknown'].severity).toBe('warning');
    expect(findings['blob-algorithm-unknown warning']).toBe(0);
    expect(findings['blob-algorithm-unknown corruption']).toBe(1);
  });

  it('say of half a volume that all is undetermined', async () => {
    const series = await metricsOf(volumeOf().remove(REPOSITORIES).dir);
    expect(valuesOf(series, 'stowage_inventory_undetermined')).toEqual({ '': 1 });
  });

  it('say nothing of what could be collected where GitLab keeps the metadata', async () => {
    const volume = volumeOf().writeFileAt('docker/registry/lockfiles/database-in-use', '');
    const series = await metricsOf(volume.dir);
    expect(valuesOf(series, 'stowage_inventory_undetermined')).toEqual({ '': 1 });
    expect(valuesOf(series, 'stowage_collectable_bytes')).toEqual({});
  });

  it('keep names apart that are no UTF-8, and let none act on a terminal', async () => {
    const volume = volumeOf();
    for (const name of ['caf\xe9', 'caf\xe8', 'caf\\351', 'a"b\\', 'a\nb', 'a\u001b[2Jb'])
      mkdirSync(Buffer.from(`${volume.dir}/${REPOSITORIES}/${name}/_uploads`, 'latin1'), { recursive: true });
    const inventory = await inventoryOf(volume.dir);
    const text = await textOf(inventory);
    inventory.close();
    const names = Object.keys(valuesOf(readMetrics(text), 'stowage_repository_bytes'));
    expect(names).toEqual(
      expect.arrayContaining(['caf\\351', 'caf\\350', 'caf\\\\351', 'a"b\\\\', 'a\\x0ab', 'a\\x1b[2Jb']),
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });
});

describe('the file of metrics', () => {
  it('has to end in .prom', async () => {
    const notesOf = (target: string) => prometheusNotes({} as Inventory, {}, target);
    expect(notesOf('/var/lib/prometheus/node-exporter/stowage.prom')).toEqual([]);
    expect(notesOf('-')).toEqual([]);
    expect(notesOf('stowage.txt')).toEqual([
      'node_exporter reads only files whose names end in .prom, and stowage.txt does not.',
    ]);
  });
});
