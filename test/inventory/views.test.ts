import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOrphans, type Inventory } from '../../src/index.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { naiveModel } from '../support/naive-model.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = temporaryDirectory();
type Row = Record<string, unknown>;

describe('every view', () => {
  it('has as many rows as the table it spells out, on random volumes', { timeout: 60_000 }, async () => {
    for (const [run, ops] of fc.sample(randomVolume(), { numRuns: 15, seed: 1 }).entries()) {
      const volume = path.join(dir(), `${run}`);
      buildRandomVolume(volume, ops);
      const inventory = await inventoryOf(volume);
      for (const [view, table] of Object.entries(TABLE_OF)) {
        expect(count(inventory, view), `${view} of ${run}`).toBe(count(inventory, table));
      }
      inventory.close();
    }
  });

  it('is one of those, so that none goes untested', async () => {
    const inventory = await inventoryOf(demoCopy(dir()).dir);
    const names = inventory.database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'view'")
      .pluck()
      .all();
    expect(names.sort()).toEqual(Object.keys(TABLE_OF).sort());
    inventory.close();
  });

  it('can be read from its first column to its last, and says digests and times as people write them', async () => {
    const inventory = await inventoryOf(demoCopy(dir()).dir);
    for (const view of Object.keys(TABLE_OF)) {
      for (const row of rowsOf(inventory, `SELECT * FROM ${view}`)) {
        for (const [column, value] of Object.entries(row)) {
          if (value === null) continue;
          // When an image was made its config may say as it likes.
          if (view === 'configs' && column === 'created_at') continue;
          if (/digest|^manifest$/.test(column)) expect(value).toMatch(/^sha256:[0-9a-f]{64}$/);
          if (column.endsWith('_at')) expect(value).toMatch(/^2026-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        }
      }
    }
    inventory.close();
  });
});

/** A view, and the rows it should have. */
const TABLE_OF: Record<string, string> = {
  blobs: 'blob WHERE bytes IS NOT NULL',
  repositories: 'repository',
  tags: "tag WHERE kind = 'directory'",
  tag_histories: 'tag_history',
  revisions: 'revision',
  manifests: 'manifest',
  manifest_references: 'reference',
  layer_links: 'layer_link',
  configs: 'config',
  // Its rows are held against a naive reading of the volume in test/scan/configs.test.ts.
  layers: 'layers',
  aliases: 'alias',
  uploads: 'upload',
  problems: 'problem',
};

describe('digests in the inventory', () => {
  it('are those on the disk, of every algorithm, with their states', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const layers = (['sha256', 'sha384', 'sha512'] as const).map((algorithm) => ({
      name: algorithm,
      algorithm,
    }));
    volume
      .repository('team/api')
      .image({ layers, tag: '1' })
      .image({ layers: ['old'], tag: '1' });
    for (const { algorithm } of layers) volume.writeBlob(`orphan ${algorithm}`, algorithm);
    const inventory = await inventoryOf(volume.dir);
    const rows = rowsOf(inventory, 'SELECT digest, bytes, state FROM blobs');
    const found = Object.fromEntries(rows.map(({ digest, ...blob }) => [digest, blob]));
    expect(found).toEqual(Object.fromEntries(naiveModel(volume.dir).blobs));
    expect(findOrphans(inventory).blobs.map(({ digest }) => digest.split(':')[0])).toEqual([
      'sha256',
      'sha384',
      'sha512',
    ]);
    inventory.close();
  });

  it('may be no digests at all: what stands in their place is kept as it is', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const layers = ['..', '', 'latest', `${madeDigest('x')} `, 'größe'].map((digest) => ({ digest }));
    const manifest = { schemaVersion: 2, config: { digest: madeDigest('x') }, layers };
    volume.repository('team/api').manifest(JSON.stringify(manifest), { tag: '1' });
    const inventory = await inventoryOf(volume.dir);
    const rows = rowsOf(
      inventory,
      "SELECT digest FROM manifest_references WHERE kind = 'layer' ORDER BY position",
    );
    expect(rows).toEqual(layers);
    inventory.close();
  });
});

describe('names in the inventory', () => {
  it('are text where they are UTF-8, and else their bytes', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.makeDirectory('docker/registry/v2/repositories/größe/_layers');
    const odd = Buffer.concat([
      Buffer.from(volume.resolve('docker/registry/v2/repositories/')),
      Buffer.from([0x62, 0xff]),
    ]);
    fs.mkdirSync(odd);
    fs.mkdirSync(Buffer.concat([odd, Buffer.from('/_layers')]));
    const inventory = await inventoryOf(volume.dir);
    const names = rowsOf(inventory, 'SELECT name FROM repositories ORDER BY name').map(({ name }) => name);
    expect(names).toEqual(['größe', Buffer.from([0x62, 0xff])]);
    inventory.close();
  });
});

function count({ database }: Inventory, from: string): number {
  return database.prepare(`SELECT count(*) FROM ${from}`).pluck().get() as number;
}

function rowsOf({ database }: Inventory, sql: string): Row[] {
  return database.prepare(sql).all() as Row[];
}
