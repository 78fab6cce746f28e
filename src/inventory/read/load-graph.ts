import { Graph } from '../../graph/graph.ts';
import { Int32List } from '../../graph/growing-array.ts';
import type { SizedBlobs } from '../../graph/shares.ts';
import { loadColumns, loadReferences } from '../format/packed-columns.ts';
import { forEachRow } from '../format/read-numbers.ts';
import { IS_ODD_LINK } from '../format/schema.ts';
import type { Database } from '../format/sqlite.ts';
import { addAliases, loadAliases } from './aliases.ts';
import { loadSharedFiles } from './load-shared-files.ts';
import type { Inventory } from './reader.ts';

/** The graph of an inventory, and how large its blobs are. */
export interface LoadedGraph {
  readonly graph: Graph;
  readonly blobs: SizedBlobs;
}

/** Loads who refers to what, and how large each blob is: 0 for one that is not there. */
export function loadGraph({ database }: Inventory): LoadedGraph {
  const count = (database.prepare('SELECT max(id) FROM blob').pluck().get() as number | null) ?? 0;
  const sizes = new Float64Array(count + 1);
  forEachRow(database, ['id', 'bytes'], 'blob WHERE bytes > 0', (id, bytes) => {
    sizes[id] = bytes;
  });
  const files = loadSharedFiles(database);
  const graph = new Graph();
  loadRoots(database, graph);
  loadReferences(database, graph);
  addAliases(graph, loadAliases(database));
  return { graph, blobs: { count, bytesOf: (blob) => sizes[blob] as number, files } };
}

/** Brings what tags and revisions refer to to a graph. */
export function loadRoots(database: Database, graph: Graph): void {
  const tags = loadColumns(database, 'tag');
  for (const [at, target] of tags.target_id.entries())
    if (target !== 0) graph.addTag(tags.repository_id[at] as number, target);
  const revisions = loadColumns(database, 'revision');
  for (const [at, blob] of revisions.blob_id.entries())
    graph.addRevision(revisions.repository_id[at] as number, blob);
  const elsewhere = `revision WHERE ${IS_ODD_LINK} AND target_id <> blob_id`;
  forEachRow(database, ['repository_id', 'target_id'], elsewhere, (id, blob) => graph.addRevision(id, blob));
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
