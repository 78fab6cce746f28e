import assert from 'node:assert/strict';
import { Graph } from '../../src/graph/graph.ts';
import type { Inventory } from '../../src/index.ts';
import { loadColumns, loadReferences } from '../../src/inventory/format/packed-columns.ts';

/** Fails where the packed columns of an inventory say anything else than its rows do. */
export function assertPacked({ database }: Inventory): void {
  const rows = (sql: string) => database.prepare<[], number[]>(sql).raw().all();
  for (const table of ['revision', 'layer_link'] as const) {
    const { repository_id, blob_id } = loadColumns(database, table);
    assert.deepEqual(
      zip(repository_id, blob_id),
      rows(`SELECT repository_id, blob_id FROM ${table} ORDER BY repository_id, blob_id`),
    );
  }
  const tags = loadColumns(database, 'tag');
  assert.deepEqual(
    zip(tags.id, tags.repository_id, tags.target_id),
    rows('SELECT id, repository_id, coalesce(target_id, 0) FROM tag ORDER BY repository_id, name'),
  );
  const manifests = loadColumns(database, 'manifest');
  assert.deepEqual(
    zip(manifests.blob_id, manifests.form),
    rows(
      `SELECT blob_id, iif(form = 'unparsable', 3, iif(form = 'index', 2, 1)) FROM manifest ORDER BY blob_id`,
    ),
  );
  assert.deepEqual(
    packedReferences({ database }),
    rows('SELECT manifest_id, blob_id, is_foreign FROM reference ORDER BY manifest_id, position'),
  );
}

function packedReferences({ database }: Pick<Inventory, 'database'>): number[][] {
  const graph = new Graph();
  loadReferences(database, graph);
  const references: number[][] = [];
  graph.forEachManifest((manifest) =>
    graph.forEachReference(manifest, (blob, isForeign) =>
      references.push([manifest, blob, isForeign ? 1 : 0]),
    ),
  );
  return references;
}

function zip(first: Int32Array, ...others: readonly Int32Array[]): number[][] {
  return [...first].map((value, at) => [value, ...others.map((column) => column[at] as number)]);
}
