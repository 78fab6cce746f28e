import type { StoredName } from '../../analyze/names.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import type { Judgement, Recording } from './recording.ts';

const NEEDED = `CREATE TEMP TABLE IF NOT EXISTS changed (
    id INTEGER PRIMARY KEY, name ANY NOT NULL, found_id INTEGER
  ) STRICT`;

const ALL = `INSERT INTO temp.changed SELECT repository.id, found.name, found.id
  FROM now.repository AS found CROSS JOIN repository ON repository.name = found.name`;
const BY_ACCOUNT = `${ALL} JOIN account ON account.scan = @scan AND account.repository_id = repository.id`;
const BY_FINGERPRINT = `INSERT OR IGNORE INTO temp.changed SELECT repository.id, found.name, found.id
  FROM now.repository AS found CROSS JOIN repository ON repository.name = found.name WHERE found.id = ?`;
const GONE = `INSERT OR IGNORE INTO temp.changed SELECT id, name, NULL FROM account
    JOIN repository ON repository.id = repository_id WHERE account.scan = @scan AND is_there = 0`;

/**
 * Fills the table `temp.changed` with the repositories in which a tag, a link or the account may be another than the
 * last record says: their ids in the history, and those in the attached inventory, NULL for one that is gone. Where there is
 * a basis, what it has with the same fingerprint is the same.
 */
export function findChanged(recording: Recording, { number, basis }: Judgement): void {
  const { history, now, isUnchanged } = recording;
  const scan = { scan: number };
  history.exec(`${NEEDED}; DELETE FROM temp.changed`);
  if (basis === undefined) history.exec(ALL);
  else {
    history.prepare(BY_ACCOUNT).run(scan);
    if (!isUnchanged) {
      const add = history.prepare<[number]>(BY_FINGERPRINT);
      for (const id of otherFingerprints(basis.database, now.database)) add.run(id);
    }
  }
  history.prepare(GONE).run(scan);
}

type Fingerprinted = [name: StoredName, fingerprint: number | null, id: number];

/** The ids of repositories that have no fingerprint, or another one than before. */
function otherFingerprints(last: Database, now: Database): number[] {
  const read = (database: Database) =>
    database.prepare<[], Fingerprinted>('SELECT name, fingerprint, id FROM repository').raw().all();
  // Names that are no UTF-8 have no fingerprint, because there is a problem with them.
  const before = new Map(read(last).map(([name, fingerprint]) => [String(name), fingerprint]));
  return read(now).flatMap(([name, fingerprint, id]) =>
    fingerprint === null || before.get(String(name)) !== fingerprint ? [id] : [],
  );
}
