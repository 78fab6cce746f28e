import { compareBytewise, type Name, type StoredName, toName } from '../../analyze/names.ts';
import type { RepositoryUsage } from '../../analyze/usage/by-repository.ts';
import type { Database } from '../../inventory/format/sqlite.ts';

/** What a repository took at a scan: as usage has it, without the name. */
export type Account = Omit<RepositoryUsage, 'name' | 'nameBase64'>;

/** What came to a repository, or went. */
export interface Flow {
  readonly manifests: number;
  readonly manifestBytes: number;
  readonly blobs: number;
  readonly blobBytes: number;
}

const AT = `SELECT account.*, name FROM account JOIN repository ON repository.id = repository_id
  WHERE (repository_id, scan) IN
      (SELECT repository_id, max(scan) FROM account WHERE scan <= @scan GROUP BY repository_id)
    AND is_there = 1 AND (@only IS NULL OR repository_id = @only)`;

interface AccountRow {
  readonly repository_id: number;
  readonly scan: number;
  readonly is_there: number;
  readonly name: StoredName;
  readonly bytes: number;
  readonly unique_bytes: number;
  readonly fair_share_bytes: number;
  readonly tagged_bytes: number;
  readonly upload_bytes: number;
  readonly tags: number;
  readonly revisions: number;
}

/** A repository at a scan. */
export interface NamedAccount extends Name, Account {}

/** The accounts of all repositories that were there at a scan, by their id in the history; `only` is one such id. */
export function accountsAt(history: Database, scan: number, only?: number): Map<number, NamedAccount> {
  const rows = history.prepare<[object], AccountRow>(AT).all({ scan, only: only ?? null });
  return new Map(rows.map((row) => [row.repository_id, { ...toName(row.name), ...toAccount(row) }]));
}

/** The accounts of one repository: each with the number of the scan from which on it is true; undefined: not there. */
export function accountsOf(
  history: Database,
  repository: number,
): Array<[scan: number, Account | undefined]> {
  const rows = history
    .prepare<[number], AccountRow>('SELECT * FROM account WHERE repository_id = ? ORDER BY scan')
    .all(repository);
  return rows.map((row) => [row.scan, row.is_there === 1 ? toAccount(row) : undefined]);
}

/** The names of all repositories that there ever were. */
export function repositoryNames(history: Database): string[] {
  const names = history.prepare<[], StoredName>('SELECT name FROM repository').pluck().all();
  return names.map(String).sort(compareBytewise);
}

function toAccount(row: AccountRow): Account {
  return {
    tags: row.tags,
    revisions: row.revisions,
    bytes: row.bytes,
    uniqueBytes: row.unique_bytes,
    sharedBytes: row.bytes - row.unique_bytes,
    fairShareBytes: row.fair_share_bytes,
    taggedBytes: row.tagged_bytes,
    untaggedBytes: row.bytes - row.tagged_bytes,
    uploadBytes: row.upload_bytes,
  };
}

const FLOWS = `SELECT repository_id AS repository, sum(manifests_came) AS manifestsCame,
    sum(manifest_bytes_came) AS manifestBytesCame, sum(manifests_went) AS manifestsWent,
    sum(manifest_bytes_went) AS manifestBytesWent, sum(blobs_came) AS blobsCame, sum(blob_bytes_came) AS blobBytesCame,
    sum(blobs_went) AS blobsWent, sum(blob_bytes_went) AS blobBytesWent
  FROM turnover WHERE scan > @from AND scan <= @to GROUP BY repository_id`;

interface FlowRow {
  readonly repository: number;
  readonly manifestsCame: number;
  readonly manifestBytesCame: number;
  readonly manifestsWent: number;
  readonly manifestBytesWent: number;
  readonly blobsCame: number;
  readonly blobBytesCame: number;
  readonly blobsWent: number;
  readonly blobBytesWent: number;
}

/** What came and went between two scans, by repository; undefined where one of the scans between does not know. */
export function flowsBetween(
  history: Database,
  from: number,
  to: number,
): Map<number, { readonly came: Flow; readonly went: Flow }> | undefined {
  const isKnown = history
    .prepare('SELECT min(knows_turnover) FROM scan WHERE number > ? AND number <= ?')
    .pluck()
    .get(from, to);
  if (isKnown !== 1) return undefined;
  const rows = history.prepare<[object], FlowRow>(FLOWS).all({ from, to });
  return new Map(
    rows.map((row) => [
      row.repository,
      {
        came: flow(row.manifestsCame, row.manifestBytesCame, row.blobsCame, row.blobBytesCame),
        went: flow(row.manifestsWent, row.manifestBytesWent, row.blobsWent, row.blobBytesWent),
      },
    ]),
  );
}

function flow(manifests: number, manifestBytes: number, blobs: number, blobBytes: number): Flow {
  return { manifests, manifestBytes, blobs, blobBytes };
}
