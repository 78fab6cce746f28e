import type { StoredName } from '../../analyze/names.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import type { Judgement, Recording } from './recording.ts';

/** So many of the digests that a tag pointed to in between are told: the last ones. */
const VIA_TOLD = 1000;

const FOUND = `now.tag AS found LEFT JOIN now.blob ON blob.id = found.target_id`;
const ALL = `INSERT INTO tag (repository_id, name, digest, modified_at)
  SELECT changed.id, found.name, blob.digest, found.modified_at
  FROM temp.changed CROSS JOIN ${FOUND} WHERE found.repository_id = changed.found_id AND found.kind = 'directory'`;

/** Tags that are new, point elsewhere or were written again. */
const CHANGED = `SELECT changed.id AS repository, found.id AS found, found.name, found.modified_at AS modifiedAt,
    blob.digest AS digest, tag.digest AS before, tag.digest IS blob.digest AS isSame, tag.modified_at AS since
  FROM temp.changed CROSS JOIN ${FOUND} LEFT JOIN tag ON tag.repository_id = changed.id AND tag.name = found.name
  WHERE found.repository_id = changed.found_id AND found.kind = 'directory'
    AND (tag.name IS NULL OR tag.digest IS NOT blob.digest OR tag.modified_at <> found.modified_at)
  ORDER BY changed.name, found.name`;
const GONE = `FROM temp.changed CROSS JOIN tag ON tag.repository_id = changed.id
  WHERE NOT EXISTS (SELECT 1 FROM now.tag AS found
    WHERE found.repository_id = changed.found_id AND found.name = tag.name AND found.kind = 'directory')`;
const REMOVED = `INSERT INTO event (scan, seen_at, kind, repository_id, tag, from_digest)
  SELECT @scan, @seenAt, 'tag-removed', repository_id, tag.name, digest ${GONE} ORDER BY changed.name, tag.name`;
const FORGET = `DELETE FROM tag WHERE (repository_id, name) IN (SELECT repository_id, tag.name ${GONE})`;

const KEEP = 'INSERT OR REPLACE INTO tag (repository_id, name, digest, modified_at) VALUES (?, ?, ?, ?)';
const EVENT = `INSERT INTO event (scan, seen_at, at, kind, repository_id, tag, from_digest, to_digest, via)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** What a tag's own history says that it pointed to since a time, the oldest first. */
const VIA = `SELECT digest FROM (
    SELECT blob.digest, tag_history.modified_at FROM now.tag_history CROSS JOIN now.blob ON blob.id = blob_id
    WHERE tag_id = @found AND tag_history.modified_at > @since AND digest IS NOT @digest AND digest IS NOT @before
    ORDER BY tag_history.modified_at DESC, digest DESC LIMIT ${VIA_TOLD})
  ORDER BY modified_at, digest`;

/** Says which tags were pushed, moved and removed, and keeps what they point to now. */
export function addTags(recording: Recording, judgement: Judgement): void {
  const { history, now } = recording;
  if (judgement.begins !== undefined) {
    history.exec(`DELETE FROM tag; ${ALL}`);
    return;
  }
  const seen = { scan: judgement.number, seenAt: now.scan.scanned_at };
  if (judgement.isWhole) {
    history.prepare(REMOVED).run(seen);
    history.exec(FORGET);
  }
  addChanged(history, seen);
}

interface ChangedTag {
  readonly repository: number;
  readonly found: number;
  readonly name: StoredName;
  readonly modifiedAt: number;
  readonly digest: StoredName | null;
  readonly before: StoredName | null;
  readonly isSame: number;
  /** NULL where the tag was not there. */
  readonly since: number | null;
}

function addChanged(history: Database, seen: { readonly scan: number; readonly seenAt: number }): void {
  const [keep, event] = [history.prepare(KEEP), history.prepare(EVENT)];
  const findVia = history.prepare<[object], StoredName>(VIA).pluck();
  for (const tag of history.prepare<[], ChangedTag>(CHANGED).all()) {
    const { repository, name, digest, before, since, modifiedAt } = tag;
    const between = findVia.all({ found: tag.found, digest, before, since: since ?? -1 });
    keep.run(repository, name, digest, modifiedAt);
    if (since !== null && tag.isSame === 1 && between.length === 0) continue;
    const kind = since === null ? 'tag-pushed' : 'tag-moved';
    const via = between.length === 0 ? null : JSON.stringify(between.map((each) => digestText(each)));
    event.run(seen.scan, seen.seenAt, modifiedAt, kind, repository, name, before, digest, via);
  }
}
