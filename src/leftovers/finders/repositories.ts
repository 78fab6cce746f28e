import type { StoredName } from '../../analyze/names.ts';
import { type CheckedVolume, pathIn } from '../../check/volume/checked-volume.ts';
import { type FoundLeftover, LINK_BYTES } from '../leftover.ts';

/** Repositories without a tag, a manifest or an upload. */
export function findRepositories(volume: CheckedVolume): FoundLeftover[] {
  const rows = volume
    .rows<RepositoryRow>(REPOSITORIES_SQL)
    .filter(({ name }) => !volume.unread.isWithin(String(pathIn(name))));
  return rows.map((row) => ({
    kind: kindOf(row),
    path: pathIn(row.name),
    parts: partsOf(row),
    repository: row.name,
    files: row.layer_links,
    bytes: row.layer_links * LINK_BYTES,
    modifiedAt: row.newest_link ?? undefined,
  }));
}

function kindOf({ manifests, live_links }: RepositoryRow) {
  if (live_links === 0) return 'repository-empty' as const;
  return manifests === 'absent' ? ('repository-without-manifests' as const) : ('repository-emptied' as const);
}

/** Its directories, and not the one that they are in: other repositories may lie there. */
function partsOf({ layers, manifests, uploads }: RepositoryRow): string[] {
  const parts = { _layers: layers, _manifests: manifests, _uploads: uploads };
  return Object.entries(parts).flatMap(([name, is]) => (is === 'directory' ? [name] : []));
}

interface RepositoryRow {
  readonly name: StoredName;
  /** What the parts are. */
  readonly layers: string;
  readonly manifests: string;
  readonly uploads: string;
  readonly layer_links: number;
  /** Layer links that lead to a blob. */
  readonly live_links: number;
  readonly newest_link: number | null;
}

/** Not those with a link of a revision that stands where none belongs: a collection goes by it. */
const REPOSITORIES_SQL = `SELECT name, layers, manifests, uploads, layer_links,
    (SELECT count(*) FROM layer_link JOIN blob ON blob.id = target_id
      WHERE repository_id = repository.id AND blob.bytes IS NOT NULL) AS live_links,
    (SELECT max(modified_at) FROM layer_link WHERE repository_id = repository.id) AS newest_link
  FROM repository
  WHERE tags = 0 AND revisions = 0 AND layers <> 'file' AND manifests <> 'file' AND uploads <> 'file'
    AND NOT EXISTS (SELECT 1 FROM upload WHERE repository_id = repository.id)
    AND NOT EXISTS (SELECT 1 FROM odd_link WHERE repository_id = repository.id AND place = 'revision')`;
