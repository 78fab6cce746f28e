import type { Database, Statement } from './sqlite.ts';

/** The statements that fill the tables, each prepared once. Parameters are in the order of the columns. */
export type RowStatements = Record<keyof typeof COLUMNS, Statement>;

const COLUMNS = {
  blob: 'id, digest, bytes, allocated_bytes, modified_at, inode, hard_link_of, state, repositories',
  media_type: 'id, name',
  repository: 'id, name, layers, manifests, uploads, revisions_directory, tags_directory',
  revision: 'repository_id, blob_id, target_id, content, modified_at',
  layer_link: 'repository_id, blob_id, target_id, content, modified_at',
  tag: 'id, repository_id, name, kind, target_id, content, modified_at',
  tag_history: 'tag_id, blob_id, modified_at',
  odd_link: 'path, repository_id, place, target_id, content, modified_at',
  manifest:
    'blob_id, form, kind, media_type_id, artifact_type_id, config_media_type_id, subject_id, fault_2x, fault_3x',
  reference: 'manifest_id, position, blob_id, kind, bytes, media_type_id, platform, annotations, is_foreign',
  upload: 'id, repository_id, name, data_bytes, bytes, files, started_at, started_at_text, modified_at',
  stray: 'path, kind, files, bytes, allocated_bytes, modified_at',
  problem: 'code, path, repository_id, digest, detail, hides_references',
  scheduler_entry: 'key, expires_at, entry_type',
} as const;

/** A problem may be met from two sides, of which one knows that references are lost with it. */
const KEEP_HIDING = `ON CONFLICT (code, path) DO UPDATE SET
  hides_references = max(hides_references, excluded.hides_references)`;

/** Prepares an insert for each table. A row met twice, as on a second look, is replaced. */
export function prepareRows(database: Database): RowStatements {
  const prepare = ([table, columns]: [string, string]) => {
    const marks = columns
      .split(',')
      .map(() => '?')
      .join(', ');
    const onConflict = table === 'problem' ? KEEP_HIDING : '';
    const verb = table === 'problem' ? 'INSERT' : 'INSERT OR REPLACE';
    return [table, database.prepare(`${verb} INTO ${table} (${columns}) VALUES (${marks}) ${onConflict}`)];
  };
  return Object.fromEntries(Object.entries(COLUMNS).map(prepare));
}
