import { Graph } from '../graph/graph.ts';
import { Int32List } from '../graph/growing-array.ts';
import { forEachRow } from './read-numbers.ts';
import type { Inventory } from './reader.ts';
import type { Database } from './sqlite.ts';

/** The graph of an inventory, and the bytes each blob counts for. */
export interface LoadedGraph {
  readonly graph: Graph;
  /** The highest blob id. */
  readonly blobs: number;
  /** By blob id; 0 for a blob that is not there, or is another name of one that counts. */
  readonly countedBytes: Float64Array;
}

/** Loads who refers to what, and how much each blob counts for. */
export function loadGraph({ database }: Inventory): LoadedGraph {
  const blobs = (database.prepare('SELECT max(id) FROM blob').pluck().get() as number | null) ?? 0;
  const countedBytes = new Float64Array(blobs + 1);
  forEachRow(database, ['id', 'bytes'], 'blob WHERE bytes > 0 AND hard_link_of IS NULL', (id, bytes) => {
    countedBytes[id] = bytes;
  });
  const graph = new Graph();
  loadRoots(database, graph);
  forEachReference(database, (manifest, blob) => graph.addReference(manifest, blob));
  return { graph, blobs, countedBytes };
}

/** Loads what tags and revisions refer to. */
export function loadRoots(database: Database, graph: Graph): void {
  for (const [column, from] of TAG_ROOTS)
    forEachRow(database, ['repository_id', column], from, (id, blob) => graph.addTag(id, blob));
  for (const [column, from] of REVISION_ROOTS)
    forEachRow(database, ['repository_id', column], from, (id, blob) => graph.addRevision(id, blob));
}

/** Where the digests stand that tags and revisions refer to: column and table. */
export const TAG_ROOTS = [['target_id', 'tag WHERE target_id IS NOT NULL']] as const;
export const REVISION_ROOTS = [
  ['blob_id', 'revision'],
  ['target_id', 'revision WHERE target_id <> blob_id'],
] as const;

/** What a reference without a size says: less than any that is stored. */
export const NO_SIZE = Number.MIN_SAFE_INTEGER - 1;

/** Calls `visit` for each reference of a manifest, those of one together; `bytes` is the size it says, or NO_SIZE. */
export function forEachReference(
  database: Database,
  visit: (manifest: number, blob: number, bytes: number) => void,
): void {
  const highest = Number(
    database.prepare('SELECT coalesce(max(manifest_id), 0) FROM reference').pluck().get(),
  );
  // By manifest, because that is the order of its key; in pieces, because at 10 million blobs all of it is 300 MB.
  for (let id = 0; id <= highest; id += IDS_AT_ONCE) {
    const piece = `reference WHERE manifest_id >= ${id} AND manifest_id < ${id + IDS_AT_ONCE}`;
    forEachRow(database, ['manifest_id', 'blob_id', `coalesce(bytes, ${NO_SIZE})`], piece, visit);
  }
}

const IDS_AT_ONCE = 500_000;

/** Pairs of group and blob, in the form that `Grouped` sorts. */
export function pairList(pairs: Iterable<readonly [group: number, blob: number]>): Int32List {
  const list = new Int32List();
  for (const [group, blob] of pairs) {
    list.push(group);
    list.push(blob);
  }
  return list;
}
