import type { StoredName } from '../../analyze/names.ts';
import { findFindings } from '../../check/find-findings.ts';
import type { Finding } from '../../check/finding.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import type { Judgement, Recording } from './recording.ts';

const PROBLEMS = 'SELECT code, path, digest, detail FROM problem';
const OPEN = 'SELECT key FROM finding';
const BEGIN = `INSERT INTO finding (key, id, repository_id, tag, path, digest, since)
  VALUES (@key, @id, (SELECT id FROM repository WHERE name = @repository), @tag, @path, @digest, @seenAt)`;
const EVENT = `INSERT INTO event (scan, seen_at, kind, repository_id, tag, finding, path, digest)
  SELECT @scan, @seenAt, @kind, repository_id, tag, id, path, digest FROM finding WHERE key = @key`;
const END = 'DELETE FROM finding WHERE key = ?';

/**
 * Says which findings of corruption began and ended. They are those that check has without asking the collectors, whose
 * emulation costs as much as a rescan, and without results of verifications, which are no scan's.
 */
export function addFindings(recording: Recording, judgement: Judgement): void {
  const { history, now } = recording;
  if (isSame(recording, judgement)) return;
  const { number, begins, isWhole } = judgement;
  const seen = { scan: number, seenAt: now.scan.scanned_at };
  if (begins !== undefined) history.exec('DELETE FROM finding');
  const open = new Set(history.prepare<[], string>(OPEN).pluck().all());
  const found = new Map(corruption(recording).map((each) => [keyOf(each), each]));
  const event = history.prepare(EVENT);
  const end = isWhole ? [...open].filter((key) => !found.has(key)) : [];
  for (const key of end.sort()) {
    event.run({ ...seen, key, kind: 'finding-ended' });
    history.prepare(END).run(key);
  }
  for (const [key, finding] of found) {
    if (open.has(key)) continue;
    begin(history, key, finding, seen.seenAt);
    if (begins === undefined) event.run({ ...seen, key, kind: 'finding-began' });
  }
}

/** True where all that findings are made of is as it was. */
function isSame({ now, isUnchanged }: Recording, { basis }: Judgement): boolean {
  if (!isUnchanged || basis === undefined) return false;
  const problems = (database: Database) => JSON.stringify(database.prepare(PROBLEMS).raw().all());
  return problems(now.database) === problems(basis.database);
}

function corruption({ now }: Recording): Finding[] {
  return findFindings(now, { collectionLimit: 0 }).findings.filter(
    ({ severity }) => severity === 'corruption',
  );
}

function keyOf({
  id,
  path,
  pathBase64,
  repository,
  repositoryBase64,
  tag,
  tagBase64,
  digest,
}: Finding): string {
  const place = [pathBase64 ?? path, repositoryBase64 ?? repository, tagBase64 ?? tag, digest];
  return JSON.stringify([id, ...place.map((each) => each ?? null)]);
}

function begin(history: Database, key: string, finding: Finding, seenAt: number): void {
  history.prepare(BEGIN).run({
    key,
    id: finding.id,
    repository: storedName(finding.repository, finding.repositoryBase64),
    tag: storedName(finding.tag, finding.tagBase64),
    path: storedName(finding.path, finding.pathBase64),
    digest: finding.digest ?? null,
    seenAt,
  });
}

function storedName(text: string | undefined, base64: string | undefined): StoredName | null {
  return base64 === undefined ? (text ?? null) : Buffer.from(base64, 'base64');
}
