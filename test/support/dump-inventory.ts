import type { Inventory } from '../../src/index.ts';
import { assertPacked } from './assert-packed.ts';

const DIGEST = (column: string) =>
  `(SELECT lower(hex(digest)) || typeof(digest) FROM blob WHERE id = ${column})`;
const REPOSITORY = '(SELECT hex(name) FROM repository WHERE id = repository_id)';

/** What tells two inventories apart, by names and digests: ids are given in the order in which things are met. */
const QUERIES: Readonly<Record<string, string>> = {
  scan: `SELECT is_complete, is_undetermined, newest_at, blobs, blob_bytes, allocated_bytes, tagged_bytes, untagged_bytes, sizes_agree,
    unreferenced_bytes, upload_bytes, other_files, other_bytes FROM scan`,
  blob: `SELECT hex(digest), typeof(digest), bytes, allocated_bytes, modified_at, changed_at, inode, state, repositories,
    hard_link_of IS NULL, ${DIGEST('hard_link_of')}, named_elsewhere FROM blob`,
  media_type: 'SELECT name FROM media_type',
  repository: `SELECT hex(name), layers, manifests, uploads, revisions_directory, tags_directory, tags, revisions,
    layer_links, bytes, unique_bytes, fair_share_bytes, tagged_bytes, upload_bytes, other_files, other_bytes
    FROM repository`,
  revision: `SELECT ${REPOSITORY}, ${DIGEST('blob_id')}, ${DIGEST('target_id')}, hex(content), modified_at FROM revision`,
  layer_link: `SELECT ${REPOSITORY}, ${DIGEST('blob_id')}, ${DIGEST('target_id')}, hex(content), modified_at FROM layer_link`,
  alias: `SELECT ${DIGEST('named_id')}, ${DIGEST('stored_id')} FROM alias`,
  tag: `SELECT ${REPOSITORY}, hex(name), kind, ${DIGEST('target_id')}, hex(content), modified_at FROM tag`,
  tag_history: `SELECT ${REPOSITORY}, hex(name), ${DIGEST('blob_id')}, tag_history.modified_at
    FROM tag_history JOIN tag ON tag.id = tag_id`,
  odd_link: `SELECT hex(path), ${REPOSITORY}, place, ${DIGEST('target_id')}, hex(content), modified_at FROM odd_link`,
  manifests: 'SELECT * FROM manifests',
  manifest_references: 'SELECT * FROM manifest_references',
  config: `SELECT ${DIGEST('blob_id')}, fault, created_at, platform, source, revision, version, vendor, hex(diff_ids),
    (SELECT group_concat(coalesce(hex(line), 'none')) FROM json_each(history) LEFT JOIN history_line ON history_line.id = value)
    FROM config`,
  history_line: 'SELECT hex(sha256), line FROM history_line',
  configs: 'SELECT * FROM configs',
  layers: 'SELECT * FROM layers',
  upload: `SELECT ${REPOSITORY}, hex(name), data_bytes, bytes, named_elsewhere_bytes, files, started_at, started_at_text, modified_at FROM upload`,
  stray: 'SELECT * FROM stray',
  problem: `SELECT code, hex(path), ${REPOSITORY}, digest, detail, hides_references FROM problem`,
  scheduler_entry: 'SELECT * FROM scheduler_entry',
};

/**
 * Every row of an inventory, by table, in an order of its own, but for what is of the one scan: when
 * it was, how long, and therefore what it thinks old enough to be compared by fingerprint. Packed columns must say the
 * same as the rows.
 */
export function dumpInventory(inventory: Inventory): Record<string, string[]> {
  assertPacked(inventory);
  const { database } = inventory;
  return Object.fromEntries(
    Object.entries(QUERIES).map(([name, sql]) => [
      name,
      database
        .prepare<[], unknown[]>(sql)
        .raw()
        .all()
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
}
