import type { Graph } from '../../graph/graph.ts';
import { loadColumns } from '../format/packed-columns.ts';
import { forEachRow } from '../format/read-numbers.ts';
import { IS_ODD_LINK } from '../format/schema.ts';
import type { Database } from '../format/sqlite.ts';

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
