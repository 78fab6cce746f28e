import type { Database, Statement } from '../format/sqlite.ts';

/** Rows a statement inserts at once: two thirds of the price of one at a time; more than 8 gain nothing. */
const ROWS_AT_ONCE = 8;

/** Inserts into one table. Rows wait until there are enough for a statement, or until `flush`. */
class RowInsert {
  readonly #many: Statement;
  readonly #one: Statement;
  readonly #columns: number;
  #waiting: unknown[] = [];

  constructor(prepare: (rows: number) => Statement, columns: number) {
    this.#many = prepare(ROWS_AT_ONCE);
    this.#one = prepare(1);
    this.#columns = columns;
  }

  /** Takes one row: a value for each column. */
  add(...values: unknown[]): void {
    for (const value of values) this.#waiting.push(value);
    if (this.#waiting.length < ROWS_AT_ONCE * this.#columns) return;
    this.#many.run(this.#waiting);
    this.#waiting = [];
  }

  flush(): void {
    for (let at = 0; at < this.#waiting.length; at += this.#columns)
      this.#one.run(this.#waiting.slice(at, at + this.#columns));
    this.#waiting = [];
  }
}

/** What fills the tables. Values are in the order of the columns. */
export type Rows = Record<keyof typeof COLUMNS, RowInsert>;

const COLUMNS = {
  blob: 'id, digest, bytes, allocated_bytes, modified_at, changed_at, inode, state, repositories',
  media_type: 'id, name',
  repository: 'id, name, layers, manifests, uploads, revisions_directory, tags_directory',
  blob_prefix: 'path, fingerprint',
  revision: 'repository_id, blob_id, target_id, content, modified_at',
  layer_link: 'repository_id, blob_id, target_id, content, modified_at',
  tag: 'id, repository_id, name, kind, target_id, content, modified_at',
  tag_history: 'tag_id, blob_id, modified_at',
  odd_link: 'path, repository_id, place, target_id, content, modified_at',
  manifest:
    'blob_id, form, kind, media_type_id, artifact_type_id, config_media_type_id, subject_id, fault_2x, fault_3x, annotations',
  reference: 'manifest_id, position, blob_id, kind, bytes, media_type_id, platform, annotations, is_foreign',
  config: 'blob_id, fault, created_at, platform, source, revision, version, vendor, diff_ids, history',
  history_line: 'id, sha256, line',
  upload: 'id, repository_id, name, data_bytes, bytes, files, started_at, started_at_text, modified_at',
  stray: 'path, kind, files, bytes, allocated_bytes, modified_at',
  problem: 'code, path, repository_id, digest, detail, hides_references',
  scheduler_entry: 'key, expires_at, entry_type',
} as const;

/** A problem may be met from two sides, of which one knows that references are lost with it. */
const KEEP_HIDING = `ON CONFLICT (code, path) DO UPDATE SET
  hides_references = max(hides_references, excluded.hides_references)`;

/** Prepares an insert for each table. A row met twice, as on a second look, is replaced. */
export function prepareRows(database: Database): Rows {
  const prepare = ([table, list]: [string, string]) => {
    const columns = list.split(',').length;
    const marks = `(${Array(columns).fill('?').join(', ')})`;
    const [verb, onConflict] = table === 'problem' ? ['INSERT', KEEP_HIDING] : ['INSERT OR REPLACE', ''];
    const statement = (rows: number) =>
      database.prepare(
        `${verb} INTO ${table} (${list}) VALUES ${Array(rows).fill(marks).join(', ')} ${onConflict}`,
      );
    return [table, new RowInsert(statement, columns)];
  };
  return Object.fromEntries(Object.entries(COLUMNS).map(prepare));
}

/** Writes every row that still waits. */
export function flushRows(rows: Rows): void {
  for (const insert of Object.values(rows)) insert.flush();
}
