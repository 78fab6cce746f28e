import type { Graph } from '../../graph/graph.ts';
import { isAlias } from '../../registry/link.ts';
import { digestText } from '../format/digest-column.ts';
import { forEachRow } from '../format/read-numbers.ts';
import { IS_ODD_LINK } from '../format/schema.ts';
import type { Database } from '../format/sqlite.ts';
import type { DigestTable } from '../ids/digest-table.ts';
import type { BlobWriter } from './blob-writer.ts';

/** By id of a digest of another algorithm: the blobs of which it is another name. */
export type Aliases = ReadonlyMap<number, ReadonlySet<number>>;

/** Finds other names of blobs among the layer links of an inventory that is being written. */
export function findAliases(database: Database, digests: DigestTable): Aliases {
  const text = (blob: number) => digestText(digests.keyOf(blob));
  return collect(database, OTHERWISE, ['blob_id', 'target_id'], (named, stored) =>
    isAlias(text(named), text(stored)),
  );
}

const OTHERWISE = `layer_link WHERE ${IS_ODD_LINK} AND target_id <> blob_id`;

/** Writes other names of blobs, in place of those that are written. */
export function writeAliases(database: Database, aliases: Aliases): void {
  database.exec('DELETE FROM alias');
  const insert = database.prepare('INSERT INTO alias (named_id, stored_id) VALUES (?, ?)');
  for (const [named, blobs] of aliases) for (const stored of blobs) insert.run(named, stored);
}

/** Loads the other names of blobs. */
export function loadAliases(database: Database): Aliases {
  return collect(database, 'alias', ['named_id', 'stored_id'], () => true);
}

/** Compares the sizes that manifests say of blobs by another name. */
export function compareAliasSizes(database: Database, blobs: BlobWriter): void {
  const sizes = database.prepare<[], [number, number]>(SIZES_SQL).raw();
  for (const [blob, bytes] of sizes.iterate()) blobs.compareSize(blob, bytes);
}

const SIZES_SQL = `SELECT stored_id, reference.bytes FROM reference JOIN alias ON named_id = reference.blob_id
  WHERE reference.bytes IS NOT NULL`;

/** Brings other names of blobs to a graph. */
export function addAliases(graph: Graph, aliases: Aliases): void {
  for (const [named, blobs] of aliases) for (const stored of blobs) graph.addAlias(named, stored);
}

function collect(
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
