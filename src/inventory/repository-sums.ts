import type { Accounts } from './accounts.ts';
import type { RepositoryCounts } from './fact-writer.ts';
import type { Database } from './sqlite.ts';

const SUMS = `UPDATE repository SET bytes = ?, unique_bytes = ?, fair_share_bytes = ?, tagged_bytes = ? WHERE id = ?`;
const COUNTS = `UPDATE repository SET tags = ?, revisions = ?, layer_links = ?, other_files = ?,
  other_bytes = ?, fingerprint = ? WHERE id = ?`;

/** Writes the sums of all repositories, and of those that were read the counts; times since `notSince` do not count. */
export function writeRepositories(
  database: Database,
  accounts: Accounts,
  counts: ReadonlyMap<number, RepositoryCounts>,
  notSince: number,
): void {
  const sums = database.prepare(SUMS);
  for (const [id, { bytes, uniqueBytes, fairShareBytes }] of accounts.shares.entries()) {
    if (id > 0) sums.run(bytes, uniqueBytes, fairShareBytes, accounts.taggedBytes[id], id);
  }
  const update = database.prepare(COUNTS);
  for (const [id, { tags, revisions, layerLinks, otherFiles, otherBytes, ...seen }] of counts) {
    const fingerprint = seen.newestAt < notSince ? (seen.fingerprint ?? null) : null;
    update.run(tags, revisions, layerLinks, otherFiles, otherBytes, fingerprint, id);
  }
}

/** Writes what the uploads of each repository take. */
export function writeUploadBytes(database: Database): void {
  database.exec('UPDATE repository SET upload_bytes = 0 WHERE upload_bytes <> 0');
  database.exec(
    `UPDATE repository SET upload_bytes = sum FROM
       (SELECT repository_id, sum(bytes) AS sum FROM upload GROUP BY repository_id) WHERE id = repository_id`,
  );
}
