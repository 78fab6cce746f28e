import { type FoundReference, findReference } from '../analyze/reference/find-reference.ts';
import { contentsOf } from '../contents/contents-of.ts';
import { UsageError } from '../errors.ts';
import { Walk } from '../graph/walk.ts';
import type { Inventory } from '../inventory/read/reader.ts';

/**
 * The blobs, by id, of the repositories that people named: all their manifests lead to, or what one tag or digest
 * does.
 * @throws UsageError where there is no such repository, tag or digest, or the tag leads to nothing.
 */
export function blobsOf(inventory: Inventory, references: readonly string[]): Set<number> {
  const { graph, blobs } = contentsOf(inventory);
  const walk = new Walk(graph, blobs.highest);
  const scope = new Set<number>();
  for (const reference of references) {
    walk.begin();
    walk.visit(rootsOf(inventory, findReference(inventory, reference)), (blob) => scope.add(blob));
  }
  return scope;
}

function rootsOf({ database }: Inventory, found: FoundReference): number[] {
  if (found.names === 'repository') {
    const id = found.repositoryId;
    return database.prepare<number[], number>(ROOTS_SQL).pluck().all(id, id, id);
  }
  if (found.names === 'manifest') return [found.blob];
  const { repository, tag, blob } = found;
  if (blob !== null) return [blob];
  throw new UsageError(`The tag '${tag}' of ${repository} leads to nothing: its link says no digest.`);
}

const ROOTS_SQL = `SELECT target_id FROM tag WHERE repository_id = ? AND target_id IS NOT NULL
  UNION SELECT blob_id FROM revision WHERE repository_id = ?
  UNION SELECT target_id FROM revision WHERE repository_id = ? AND target_id IS NOT NULL`;
