import type { StoredName } from '../../analyze/names.ts';
import { type CheckedVolume, pathIn } from '../../check/volume/checked-volume.ts';
import type { LeftoverKind } from '../kinds.ts';
import { type FoundLeftover, LINK_BYTES } from '../leftover.ts';

/** Tags that meet an SQL condition, as leftovers with their histories. `target` is the blob id that a tag points to. */
export function tagLeftovers(
  volume: CheckedVolume,
  kind: LeftoverKind,
  condition: string,
  ...values: unknown[]
): Array<FoundLeftover & { readonly target: number | null }> {
  return volume.rows<TagRow>(sqlWhere(condition), ...values).map((row) => ({
    kind,
    path: pathIn(row.repository, '_manifests/tags', row.tag),
    repository: row.repository,
    tag: row.tag,
    digest: row.target === null ? undefined : volume.digestOf(row.target),
    files: row.links,
    bytes: row.links * LINK_BYTES,
    modifiedAt: row.links === 0 ? undefined : row.modified_at,
    target: row.target,
  }));
}

interface TagRow {
  readonly repository: StoredName;
  readonly tag: StoredName;
  readonly target: number | null;
  /** Link files of it and of its history. */
  readonly links: number;
  /** Of the newest of them. */
  readonly modified_at: number;
}

function sqlWhere(condition: string): string {
  return `SELECT repository.name AS repository, tag.name AS tag, target_id AS target,
      (target_id IS NOT NULL) + (SELECT count(*) FROM tag_history WHERE tag_id = tag.id) AS links,
      max(tag.modified_at, coalesce((SELECT max(modified_at) FROM tag_history WHERE tag_id = tag.id), 0)) AS modified_at
    FROM tag JOIN repository ON repository.id = repository_id
    WHERE tag.kind = 'directory' AND ${condition}`;
}
