import type { Inventory } from '../../inventory/read/reader.ts';
import { compareBytewise, type StoredName, toName } from '../names.ts';
import { isoTime } from '../times.ts';

/** How a manifest came into a repository. */
interface PushedAs {
  /** Null where it could not be read. */
  readonly kind: string | null;
  /** The tags of the repository that point to it now. */
  readonly tags: readonly string[];
  /** When it was last pushed to the repository. */
  readonly pushedAt: string;
}

/** Tells it of a manifest that a revision or a tag of the repository names. */
export function pushedAs(
  { database }: Inventory,
  { repositoryId, blob }: { readonly repositoryId: number; readonly blob: number },
): PushedAs {
  const asked = { repositoryId, blob };
  const row = database.prepare<[object], ManifestRow>(MANIFEST_SQL).get(asked) as ManifestRow;
  const tags = database.prepare<[object], StoredName>(TAGS_SQL).pluck().all(asked);
  return {
    kind: row.kind,
    tags: tags.map((name) => toName(name).name).sort(compareBytewise),
    pushedAt: isoTime(row.modified_at),
  };
}

interface ManifestRow {
  readonly kind: string | null;
  readonly modified_at: number;
}

// A tag may point to a manifest that has no revision link: then it was pushed with the tag.
const MANIFEST_SQL = `SELECT (SELECT kind FROM manifest WHERE blob_id = @blob) AS kind, coalesce(
    (SELECT max(modified_at) FROM revision WHERE repository_id = @repositoryId AND @blob IN (blob_id, target_id)),
    (SELECT min(modified_at) FROM tag WHERE repository_id = @repositoryId AND target_id = @blob)) AS modified_at`;

const TAGS_SQL = 'SELECT name FROM tag WHERE repository_id = @repositoryId AND target_id = @blob';
