import { isAlias } from '../../registry/link.ts';
import { digestText } from '../format/digest-column.ts';
import { IS_ODD_LINK } from '../format/schema.ts';
import type { Database } from '../format/sqlite.ts';
import type { DescribedSizes } from '../ids/described-sizes.ts';
import type { DigestTable } from '../ids/digest-table.ts';
import { type Aliases, collectAliases } from '../read/aliases.ts';

/** Finds other names of blobs among the layer links of an inventory that is being written. */
export function findAliases(database: Database, digests: DigestTable): Aliases {
  const text = (blob: number) => digestText(digests.keyOf(blob), database);
  return collectAliases(database, OTHERWISE, ['blob_id', 'target_id'], (named, stored) =>
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

/** Compares the sizes that manifests say of blobs by another name. */
export function compareAliasSizes(database: Database, sizes: DescribedSizes): void {
  const rows = database.prepare<[], [number, number]>(SIZES_SQL).raw();
  for (const [blob, bytes] of rows.iterate()) sizes.compare(blob, bytes);
}

const SIZES_SQL = `SELECT stored_id, reference.bytes FROM reference JOIN alias ON named_id = reference.blob_id
  WHERE reference.bytes IS NOT NULL`;
