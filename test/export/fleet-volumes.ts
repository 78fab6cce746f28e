import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { ask, type Inventory, openInventory } from '../../src/index.ts';
import { sealFile } from '../../src/inventory/format/seal.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { SEED } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import type { VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

/** When volumes were written, so that what is young and what is stale is the same in every run. */
const WRITTEN = '2026-03-20T12:00:00Z';
const SCANNED = { now: '2026-11-26T03:00:00Z', before: '2026-11-16T03:00:00Z' };

/** An inventory with the time of its scan set. */
async function scannedAt(volume: VolumeBuilder, time: string): Promise<Inventory> {
  const inventory = await recordedInventoryOf(volume.dir);
  inventory.close();
  const database = new Database(inventory.path);
  database.prepare('UPDATE scan SET scanned_at = ?').run(Date.parse(time) * 1000);
  database.close();
  sealFile(inventory.path);
  return openInventory(inventory.path);
}

/** Registries by name: the demonstration volume, a broken copy of it, and a random volume. */
export async function makeFleet(dir: string): Promise<ReadonlyMap<string, Inventory>> {
  const demo = demoCopy(path.join(dir, 'demo'), WRITTEN);
  const broken = breakVolume(demoCopy(path.join(dir, 'broken'), WRITTEN));
  const random = buildRandomVolume(path.join(dir, 'random/volume'), randomSteps()).age(WRITTEN);
  const volumes = { demo, broken, random };
  const inventories = Object.entries(volumes).map(
    async ([name, volume]) => [name, await scannedAt(volume, SCANNED.now)] as const,
  );
  return new Map(await Promise.all(inventories));
}

/** The demonstration volume ten days before, when it had one repository less. */
export async function makeEarlierDemo(dir: string): Promise<Inventory> {
  const earlier = demoCopy(path.join(dir, 'earlier'), WRITTEN);
  earlier.remove('docker/registry/v2/repositories/ops/backup');
  return scannedAt(earlier, SCANNED.before);
}

/** Exports an inventory, and gives where. */
export async function exportTo(
  target: string,
  inventory: Inventory,
  registryName: string,
  to: 'parquet' | 'ndjson' | 'csv' = 'parquet',
): Promise<string> {
  await ask.export(inventory, { to, target, registryName });
  return target;
}

function randomSteps() {
  const all = fc.sample(randomVolume(), { seed: SEED, numRuns: 12 });
  return all.flat();
}

/** Tags that moved, files of several names, young orphans, a blob that is gone: what sums could be wrong about. */
function breakVolume(volume: VolumeBuilder): VolumeBuilder {
  const web = volume.repository('shop/web');
  web.image({ layers: ['moved'], tag: '2.4.0', label: 'moved' });
  const [first, second] = [volume.orphan('of two names', 700), volume.orphan('its second name', 800)];
  volume.remove(blobPath(second)).hardLink(blobPath(second), blobPath(first));
  const kept = volume.orphan('kept elsewhere', 900);
  fs.linkSync(volume.resolve(blobPath(kept)), path.join(volume.dir, '../kept'));
  volume.age(WRITTEN);
  volume.at('2026-11-26T02:00:00Z').orphan('young', 500);
  const pushed = volume.repository('shop/web').image({ layers: ['gone'], tag: 'gone', label: 'gone' });
  const gone = (
    JSON.parse(fs.readFileSync(volume.resolve(blobPath(pushed.digest)), 'utf8')) as {
      layers: [{ digest: string }];
    }
  ).layers[0].digest;
  return volume.remove(blobPath(gone));
}
