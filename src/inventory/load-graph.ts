import { Graph } from '../graph/graph.ts';
import { Int32List } from '../graph/growing-array.ts';
import { readNumbers } from './read-numbers.ts';
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
  const counted = 'blob WHERE bytes > 0 AND hard_link_of IS NULL';
  forEachPair(readNumbers(database, ['id', 'bytes'], counted), (id, bytes) => {
    countedBytes[id] = bytes;
  });
  return { graph: loadReferences(database), blobs, countedBytes };
}

/** Loads who refers to what. */
export function loadReferences(database: Database): Graph {
  const graph = new Graph();
  const pairs = (a: string, b: string, from: string, visit: (a: number, b: number) => void) =>
    forEachPair(readNumbers(database, [a, b], from), visit);
  pairs('repository_id', 'target_id', 'tag WHERE target_id IS NOT NULL', (repository, blob) =>
    graph.addTag(repository, blob),
  );
  const addRevision = (repository: number, blob: number) => graph.addRevision(repository, blob);
  pairs('repository_id', 'blob_id', 'revision', addRevision);
  pairs('repository_id', 'target_id', 'revision WHERE target_id <> blob_id', addRevision);
  forEachReference(database, (manifest, blob) => graph.addReference(manifest, blob));
  return graph;
}

/** Calls `visit` for each reference of a manifest, those of one together. */
export function forEachReference(database: Database, visit: (manifest: number, blob: number) => void): void {
  for (const piece of piecesOfReferences(database))
    forEachPair(readNumbers(database, ['manifest_id', 'blob_id'], piece), visit);
}

/** Calls `visit` for each size that a manifest says of a blob. */
export function forEachSize(database: Database, visit: (blob: number, bytes: number) => void): void {
  for (const piece of piecesOfReferences(database))
    forEachPair(readNumbers(database, ['blob_id', 'bytes'], `${piece} AND bytes IS NOT NULL`), visit);
}

/** By manifest, because that is the order of its key; in pieces, because at 10 million blobs all of it is 200 MB. */
function* piecesOfReferences(database: Database): Generator<string> {
  const highest = Number(
    database.prepare('SELECT coalesce(max(manifest_id), 0) FROM reference').pluck().get(),
  );
  for (let id = 0; id <= highest; id += IDS_AT_ONCE)
    yield `reference WHERE manifest_id >= ${id} AND manifest_id < ${id + IDS_AT_ONCE}`;
}

const IDS_AT_ONCE = 500_000;

function forEachPair(columns: readonly Float64Array[], visit: (a: number, b: number) => void): void {
  const [first, second] = columns as [Float64Array, Float64Array];
  for (const [at, value] of first.entries()) visit(value, second[at] as number);
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
