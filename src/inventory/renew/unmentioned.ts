import type { Graph } from '../../graph/graph.ts';
import { loadColumns } from '../format/packed-columns.ts';
import { readNumbers } from '../format/read-numbers.ts';
import { IS_ODD_LINK } from '../format/schema.ts';
import type { Database } from '../format/sqlite.ts';

/** What mentions a digest, and is neither in the graph nor packed. */
const MENTIONS = [
  ['target_id', `layer_link WHERE ${IS_ODD_LINK}`],
  ['blob_id', 'tag_history'],
  ['target_id', 'odd_link'],
  ['subject_id', 'manifest WHERE subject_id IS NOT NULL'],
] as const;

/** Drops the rows of digests that are not there and that no row mentions, and of media types that none has. */
export function dropUnmentioned(database: Database, graph: Graph): void {
  const unmentioned = new Set(readNumbers(database, ['id'], 'blob WHERE bytes IS NULL')[0]);
  graph.forEachMentioned((blob) => unmentioned.delete(blob));
  for (const table of ['layer_link', 'manifest'] as const)
    for (const id of loadColumns(database, table).blob_id) unmentioned.delete(id);
  for (const [column, table] of MENTIONS)
    for (const id of readNumbers(database, [column], table)[0]) unmentioned.delete(id);
  dropRows(database, 'blob', unmentioned);
  const unused = new Set(readNumbers(database, ['id'], 'media_type')[0]);
  for (const [column, table] of MEDIA_TYPES)
    for (const id of readNumbers(database, [column], `(SELECT DISTINCT ${column} FROM ${table})`)[0])
      unused.delete(id);
  dropRows(database, 'media_type', unused);
}

const MEDIA_TYPES = [
  ['media_type_id', 'manifest'],
  ['artifact_type_id', 'manifest'],
  ['config_media_type_id', 'manifest'],
  ['media_type_id', 'reference'],
] as const;

function dropRows(database: Database, table: string, ids: Iterable<number>): void {
  const drop = database.prepare(`DELETE FROM ${table} WHERE id = ?`);
  for (const id of ids) drop.run(id);
}
