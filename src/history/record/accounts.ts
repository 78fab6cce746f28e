import type { Judgement, Recording } from './recording.ts';

const SAME = ['bytes', 'unique_bytes', 'tagged_bytes', 'upload_bytes', 'tags', 'revisions', 'layer_links'];
const VALUES = [...SAME, 'fair_share_bytes'];

/** The last account of a repository. */
const LAST = (repository: string) => `account.repository_id = ${repository}
  AND account.scan = (SELECT max(scan) FROM account WHERE repository_id = ${repository})`;

/** Fractions are added in another order from scan to scan. */
const IS_OTHER_SHARE = `abs(account.fair_share_bytes - found.fair_share_bytes)
  > 0.001 + found.fair_share_bytes * 1e-9`;

/** Repositories of the attached inventory whose account is not the last one that is known. */
const CHANGED = `FROM now.repository AS found CROSS JOIN repository ON repository.name = found.name
    LEFT JOIN account ON ${LAST('repository.id')}
  WHERE account.is_there IS NOT 1 OR ${IS_OTHER_SHARE}
    OR ${SAME.map((column) => `account.${column} <> found.${column}`).join(' OR ')}`;

/** When something was first written in a repository that appeared; uploads are no push that was done. */
const FIRST_WRITTEN = `(SELECT min(modified_at) FROM (
    SELECT modified_at FROM now.revision WHERE repository_id = found.id
    UNION ALL SELECT modified_at FROM now.tag WHERE repository_id = found.id))`;

const NAMES = 'INSERT OR IGNORE INTO repository (name) SELECT name FROM now.repository ORDER BY name';
const APPEARED = `INSERT INTO event (scan, seen_at, at, kind, repository_id)
  SELECT @scan, @seenAt, ${FIRST_WRITTEN}, 'repository-appeared', repository.id
  FROM now.repository AS found CROSS JOIN repository ON repository.name = found.name
    LEFT JOIN account ON ${LAST('repository.id')}
  WHERE account.is_there IS NOT 1 ORDER BY repository.name`;
const GONE = `FROM repository CROSS JOIN account ON ${LAST('repository.id')} AND is_there = 1
  WHERE repository.name NOT IN (SELECT name FROM now.repository)`;
const WENT = `INSERT INTO event (scan, seen_at, kind, repository_id)
  SELECT @scan, @seenAt, 'repository-went', repository.id ${GONE} ORDER BY repository.name`;
const ADD_CHANGED = `INSERT INTO account (repository_id, scan, is_there, ${VALUES})
  SELECT repository.id, @scan, 1, ${VALUES.map((column) => `found.${column}`)} ${CHANGED}`;
const ADD_GONE = `INSERT INTO account (repository_id, scan, is_there, ${VALUES})
  SELECT repository.id, @scan, 0, ${VALUES.map(() => 0)} ${GONE}`;

/**
 * Adds the accounts that changed, and says which repositories appeared and went. Of a scan that is not whole no
 * repository is gone: what was known of it stands.
 */
export function addAccounts({ history, now }: Recording, { number, begins, isWhole }: Judgement): void {
  const scan = { scan: number };
  const seen = { ...scan, seenAt: now.scan.scanned_at };
  history.exec(NAMES);
  if (begins === undefined) history.prepare(APPEARED).run(seen);
  if (begins === undefined && isWhole) history.prepare(WENT).run(seen);
  if (begins !== undefined || isWhole) history.prepare(ADD_GONE).run(scan);
  history.prepare(ADD_CHANGED).run(scan);
}
