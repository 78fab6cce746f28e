import type { Database } from '../format/sqlite.ts';
import type { Accounts } from './accounts.ts';
import type { UploadShare } from './file-totals.ts';
import type { ReadRepository } from './repository-writer.ts';

const SUMS = `UPDATE repository SET bytes = ?, unique_bytes = ?, fair_share_bytes = ?, tagged_bytes = ? WHERE id = ?`;
const rowsIn = (table: string) => `(SELECT count(*) FROM ${table} WHERE repository_id = repository.id)`;
const COUNTS = `UPDATE repository SET other_files = ?, other_bytes = ?, fingerprint = ?,
  tags = (SELECT count(*) FROM tag WHERE repository_id = repository.id AND kind = 'directory'),
  revisions = ${rowsIn('revision')}, layer_links = ${rowsIn('layer_link')} WHERE id = ?`;

/** Writes the sums of all repositories, and of those that were read the counts; times since `notSince` do not count. */
export function writeRepositories(
  database: Database,
  accounts: Accounts,
  read: ReadonlyMap<number, ReadRepository>,
  notSince: number,
): void {
  const sums = database.prepare(SUMS);
  for (const [id, { bytes, uniqueBytes, fairShareBytes }] of accounts.shares.entries()) {
    if (id > 0) sums.run(bytes, uniqueBytes, fairShareBytes, accounts.taggedBytes[id], id);
  }
  const update = database.prepare(COUNTS);
  for (const [id, { otherFiles, otherBytes, ...seen }] of read) {
    const fingerprint = seen.newestAt < notSince ? (seen.fingerprint ?? null) : null;
    update.run(otherFiles, otherBytes, fingerprint, id);
  }
}

/** Writes what the uploads of each repository take; `shares` is what files with several names add to uploads. */
export function writeUploadBytes(database: Database, shares: ReadonlyMap<number, UploadShare>): void {
  const add = database.prepare('UPDATE upload SET bytes = bytes + ?, named_elsewhere_bytes = ? WHERE id = ?');
  for (const [id, { bytes, namedElsewhereBytes }] of shares) add.run(bytes, namedElsewhereBytes, id);
  database.exec('UPDATE repository SET upload_bytes = 0 WHERE upload_bytes <> 0');
  database.exec(
    `UPDATE repository SET upload_bytes = sum FROM
       (SELECT repository_id, sum(bytes) AS sum FROM upload GROUP BY repository_id) WHERE id = repository_id`,
  );
}
