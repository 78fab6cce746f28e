import type { Database } from '../inventory/format/sqlite.ts';
import { REPOSITORIES } from '../registry/layout.ts';

/** Unfinished uploads and what they take. */
export interface UploadSum {
  readonly count: number;
  readonly bytes: number;
}

/**
 * A running registry purges an upload by the time in its `startedat`, and never one that has none. Of one that could not
 * be read nobody knows.
 */
export function sumUploads(database: Database, { neverPurged }: { neverPurged: boolean }): UploadSum {
  return database.prepare<[number], UploadSum>(SQL).get(neverPurged ? 1 : 0) as UploadSum;
}

const SQL = `SELECT count(*) AS count, coalesce(sum(upload.bytes), 0) AS bytes
  FROM upload JOIN repository ON repository.id = repository_id
  WHERE (started_at IS NULL AND NOT EXISTS (SELECT 1 FROM problem WHERE code = 'unreadable' AND path =
    '${REPOSITORIES}/' || repository.name || '/_uploads/' || upload.name || '/startedat')) = ?`;
