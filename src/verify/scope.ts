import { findRepository } from '../analyze/find-repository.ts';
import { UsageError } from '../errors.ts';
import { Walk } from '../graph/walk.ts';
import { loadGraph } from '../inventory/load-graph.ts';
import type { Inventory } from '../inventory/reader.ts';
import { digestToBytes } from '../registry/digest.ts';

/**
 * The blobs, by id, of the repositories that people named: all their manifests lead to, or what one tag or digest
 * does.
 * @throws UsageError where there is no such repository, tag or digest.
 */
export function blobsOf(inventory: Inventory, references: readonly string[]): Set<number> {
  const { graph, blobs } = loadGraph(inventory);
  const walk = new Walk(graph, blobs);
  const scope = new Set<number>();
  for (const reference of references) {
    walk.begin();
    walk.visit(rootsOf(inventory, reference), (blob) => scope.add(blob));
  }
  return scope;
}

function rootsOf(inventory: Inventory, reference: string): number[] {
  const { id, repository, tag, digest } = findRepository(inventory, reference);
  const select = (sql: string, ...values: unknown[]) =>
    inventory.database
      .prepare(sql)
      .pluck()
      .all(id, ...values) as number[];
  if (digest !== undefined) {
    const raw = digestToBytes(digest);
    const found = select(
      `SELECT DISTINCT id FROM revision JOIN blob ON id IN (blob_id, target_id) WHERE repository_id = ? AND digest = ?`,
      raw,
    );
    if (found.length === 0) throw new UsageError(`There is no manifest ${digest} in ${repository}.`);
    return found;
  }
  if (tag !== undefined) {
    const found = select(
      'SELECT target_id FROM tag WHERE repository_id = ? AND name = ? AND target_id IS NOT NULL',
      tag,
    );
    if (found.length === 0) {
      throw new UsageError(
        `There is no tag '${tag}' in ${repository}: 'stowage ls ${repository}' lists them.`,
      );
    }
    return found;
  }
  return select(
    `SELECT target_id FROM tag WHERE repository_id = ? AND target_id IS NOT NULL
     UNION SELECT blob_id FROM revision WHERE repository_id = ?
     UNION SELECT target_id FROM revision WHERE repository_id = ? AND target_id IS NOT NULL`,
    id,
    id,
  );
}
