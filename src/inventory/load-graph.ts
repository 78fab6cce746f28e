import { Graph } from '../graph/graph.ts';
import { Int32List } from '../graph/growing-array.ts';
import type { Inventory } from './reader.ts';

/** The graph of an inventory, and the bytes each blob counts for. */
export interface LoadedGraph {
  readonly graph: Graph;
  /** The highest blob id. */
  readonly blobs: number;
  /** By blob id; 0 for a blob that is not there, or is another name of one that counts. */
  readonly countedBytes: Float64Array;
}

/** Loads who refers to what: 4 bytes a reference, about a microsecond each. */
export function loadGraph({ database }: Inventory): LoadedGraph {
  const graph = new Graph();
  const pairs = (sql: string) => database.prepare<[], [number, number]>(sql).raw().iterate();
  for (const [repository, blob] of pairs(
    'SELECT repository_id, target_id FROM tag WHERE target_id IS NOT NULL',
  )) {
    graph.addTag(repository, blob);
  }
  const revisions = `SELECT repository_id, blob_id FROM revision
    UNION ALL SELECT repository_id, target_id FROM revision WHERE target_id <> blob_id`;
  for (const [repository, blob] of pairs(revisions)) graph.addRevision(repository, blob);
  let manifest = 0;
  let references: number[] = [];
  for (const [from, to] of pairs(
    'SELECT manifest_id, blob_id FROM reference ORDER BY manifest_id, position',
  )) {
    if (from !== manifest) {
      if (manifest !== 0) graph.addManifest(manifest, references);
      manifest = from;
      references = [];
    }
    references.push(to);
  }
  if (manifest !== 0) graph.addManifest(manifest, references);
  return { graph, ...loadBytes({ database }) };
}

function loadBytes({ database }: Pick<Inventory, 'database'>) {
  const blobs = (database.prepare('SELECT max(id) FROM blob').pluck().get() as number | null) ?? 0;
  const countedBytes = new Float64Array(blobs + 1);
  const rows = database
    .prepare<[], [number, number]>('SELECT id, bytes FROM blob WHERE bytes > 0 AND hard_link_of IS NULL')
    .raw();
  for (const [id, bytes] of rows.iterate()) countedBytes[id] = bytes;
  return { blobs, countedBytes };
}

/** Pairs of group and blob, in the form that `Grouped` sorts. */
export function pairList(pairs: Iterable<readonly [group: number, blob: number]>): Int32List {
  const list = new Int32List();
  for (const [group, blob] of pairs) {
    list.push(group);
    list.push(blob);
  }
  return list;
}
