import type { StoredName } from '../../analyze/names.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import type { Judgement, Recording } from './recording.ts';

/**
 * What tags and revisions of a repository lead to, and is present. CROSS JOIN is SQLite's way to say in which order: it
 * would go through all blobs, of which it does not know how many there are.
 */
const HELD = `WITH RECURSIVE held (id) AS (
    SELECT target_id FROM tag WHERE repository_id = @id AND target_id IS NOT NULL
    UNION SELECT blob_id FROM revision WHERE repository_id = @id
    UNION SELECT target_id FROM revision WHERE repository_id = @id AND target_id IS NOT NULL
    UNION SELECT blob_id FROM held CROSS JOIN reference ON manifest_id = held.id
    UNION SELECT stored_id FROM held CROSS JOIN alias ON named_id = held.id)
  SELECT digest, bytes FROM held CROSS JOIN blob ON blob.id = held.id WHERE bytes IS NOT NULL`;
const MANIFESTS = `SELECT digest, coalesce(bytes, 0) FROM revision CROSS JOIN blob ON blob.id = blob_id
  WHERE repository_id = @id`;
const CHANGED = 'SELECT id, name, found_id AS found FROM temp.changed ORDER BY id';
const INSERT = `INSERT INTO turnover (scan, repository_id, manifests_came, manifest_bytes_came, manifests_went,
    manifest_bytes_went, blobs_came, blob_bytes_came, blobs_went, blob_bytes_went)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Counts what came to each repository that may have changed, and what went. */
export function addTurnover({ history, now }: Recording, { number, isWhole, basis }: Judgement): void {
  if (!isWhole || basis === undefined) return;
  const insert = history.prepare(INSERT);
  const idBefore = basis.database
    .prepare<[StoredName], number>('SELECT id FROM repository WHERE name = ?')
    .pluck();
  const [before, after] = [readers(basis.database), readers(now.database)];
  for (const { id, name, found } of history.prepare<[], Changed>(CHANGED).all()) {
    const last = idBefore.get(name);
    const counts = (['manifests', 'blobs'] as const).flatMap((what) =>
      difference(before[what](last), after[what](found ?? undefined)),
    );
    if (counts.some((count) => count > 0)) insert.run(number, id, ...counts);
  }
}

interface Changed {
  readonly id: number;
  readonly name: StoredName;
  readonly found: number | null;
}

type Digests = ReadonlyMap<string, number>;
type Reader = (repository: number | undefined) => Digests;

/** What an inventory says of one repository, by digest: the bytes. */
function readers(database: Database): { readonly manifests: Reader; readonly blobs: Reader } {
  const reader = (sql: string): Reader => {
    const statement = database.prepare<[object], [StoredName, number]>(sql).raw();
    return (id) => {
      if (id === undefined) return new Map();
      return new Map(statement.all({ id }).map(([digest, bytes]) => [digest.toString('latin1'), bytes]));
    };
  };
  return { manifests: reader(MANIFESTS), blobs: reader(HELD) };
}

/** How many came with how many bytes, and how many went. */
function difference(before: Digests, after: Digests): number[] {
  return [...sumWithout(after, before), ...sumWithout(before, after)];
}

function sumWithout(some: Digests, others: Digests): [count: number, bytes: number] {
  let [count, sum] = [0, 0];
  for (const [digest, bytes] of some) {
    if (others.has(digest)) continue;
    count++;
    sum += bytes;
  }
  return [count, sum];
}
