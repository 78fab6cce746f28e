import type { StoredName } from '../../analyze/names.ts';
import type { CheckedVolume } from '../../check/volume/checked-volume.ts';
import type { LeftoverKind } from '../kinds.ts';
import { type FoundLeftover, LINK_BYTES } from '../leftover.ts';

/** Directories of blobs without a blob. */
export function findBlobDirectories(volume: CheckedVolume): FoundLeftover[] {
  return volume.problems('blob-directory-empty').map(({ path, digest }) => ({
    kind: 'blob-directory-empty',
    path,
    digest: digest ?? undefined,
    files: 0,
    bytes: 0,
    modifiedAt: undefined,
  }));
}

/** Temporary files, what is no part of a registry, and what registries before 2.3 left. */
export function findFiles(volume: CheckedVolume): FoundLeftover[] {
  return volume.rows<FileRow>(FILES_SQL).map((row) => ({
    kind: KINDS[row.code],
    path: row.path,
    repository: row.repository ?? undefined,
    files: row.files,
    bytes: row.bytes,
    modifiedAt: row.modified_at === 0 ? undefined : row.modified_at,
  }));
}

const KINDS = {
  leftover: 'temporary-file',
  stray: 'stray',
  'link-misplaced': 'tarsum-leftover',
  'blob-misplaced': 'tarsum-leftover',
} as const satisfies Record<string, LeftoverKind>;

interface FileRow {
  readonly code: keyof typeof KINDS;
  readonly path: StoredName;
  readonly repository: StoredName | null;
  readonly files: number;
  readonly bytes: number;
  readonly modified_at: number;
}

/** A file in _uploads is an upload to the scan, a link anywhere an odd link; what has another problem is told by check. */
const FILES_SQL = `SELECT problem.code, problem.path, repository.name AS repository,
    coalesce(stray.files, upload.files, 1) AS files,
    coalesce(stray.bytes, upload.bytes, length(odd_link.content), ${LINK_BYTES}) AS bytes,
    coalesce(stray.modified_at, upload.modified_at, odd_link.modified_at, 0) AS modified_at
  FROM problem LEFT JOIN repository ON repository.id = problem.repository_id
    LEFT JOIN stray ON stray.path = problem.path
    LEFT JOIN odd_link ON odd_link.path = problem.path
    LEFT JOIN upload ON upload.repository_id = problem.repository_id AND problem.path GLOB '*/_uploads/*'
      AND upload.name = substr(problem.path, instr(problem.path, '/_uploads/') + 10)
  WHERE (problem.code IN ('leftover', 'stray') AND NOT EXISTS
      (SELECT 1 FROM problem AS other WHERE other.path = problem.path AND other.code <> problem.code))
    OR (problem.code = 'link-misplaced' AND problem.path GLOB '*/_layers/tarsum/*')
    OR (problem.code = 'blob-misplaced' AND problem.path GLOB '*/blobs/tarsum/*')`;
