import type { Graph } from '../../graph/graph.ts';
import { forEachRow } from '../format/read-numbers.ts';
import type { Database } from '../format/sqlite.ts';

/** By id of a digest of another algorithm: the blobs of which it is another name. */
export type Aliases = ReadonlyMap<number, ReadonlySet<number>>;

/** Loads the other names of blobs. */
export function loadAliases(database: Database): Aliases {
  return collectAliases(database, 'alias', ['named_id', 'stored_id'], () => true);
}

/** Brings other names of blobs to a graph. */
export function addAliases(graph: Graph, aliases: Aliases): void {
  for (const [named, blobs] of aliases) for (const stored of blobs) graph.addAlias(named, stored);
}

/** Collects the pairs of a name and a blob that stand in two columns, as far as `isOne` says that they are some. */
export function collectAliases(
  database: Database,
  from: string,
  columns: readonly [named: string, stored: string],
  isOne: (named: number, stored: number) => boolean,
): Aliases {
  const aliases = new Map<number, Set<number>>();
  forEachRow(database, columns, from, (named, stored) => {
    if (!isOne(named, stored)) return;
    const blobs = aliases.get(named);
    if (blobs === undefined) aliases.set(named, new Set([stored]));
    else blobs.add(stored);
  });
  return aliases;
}
