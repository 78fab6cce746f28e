import { digestText } from '../../inventory/format/digest-column.ts';
import { readNumbers } from '../../inventory/format/read-numbers.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type Digest, digestToBytes, parseDigest } from '../../registry/digest.ts';

/** Which manifests of the inventory say that they are attached to which: by blob ids, sorted by subject. */
interface Subjects {
  readonly subjects: Float64Array;
  readonly manifests: Float64Array;
}

const known = new WeakMap<Inventory, Subjects>();

/** The manifests of all repositories that say of themselves that they are attached to this one. */
export function attachedTo(inventory: Inventory, subject: Digest): Digest[] {
  const { database } = inventory;
  const id = database.prepare('SELECT id FROM blob WHERE digest = ?').pluck().get(digestToBytes(subject));
  if (id === undefined) return [];
  const { subjects, manifests } = known.get(inventory) ?? load(inventory);
  const digestOf = database
    .prepare<[number], Buffer | string>('SELECT digest FROM blob WHERE id = ?')
    .pluck();
  const found: Digest[] = [];
  for (let at = subjects.indexOf(id as number); at >= 0 && subjects[at] === id; at++) {
    const stored = digestOf.get(manifests[at] as number);
    const digest = stored === undefined ? undefined : parseDigest(digestText(stored, database));
    if (digest !== undefined) found.push(digest);
  }
  return found;
}

/** The digests of a repository's revisions, when the volume was scanned. */
export function inventoriedRevisions({ database }: Inventory, repository: string): Set<string> {
  const digests = database.prepare<[string], Buffer | string>(REVISIONS_SQL).pluck().all(repository);
  return new Set(digests.map((stored) => digestText(stored, database)));
}

const REVISIONS_SQL = `SELECT digest FROM repository JOIN revision ON repository_id = repository.id
  JOIN blob ON blob.id = blob_id WHERE name = ?`;

function load(inventory: Inventory): Subjects {
  const from =
    '(SELECT subject_id, blob_id FROM manifest WHERE subject_id IS NOT NULL ORDER BY subject_id, blob_id)';
  const [subjects, manifests] = readNumbers(inventory.database, ['subject_id', 'blob_id'], from);
  const loaded = { subjects, manifests };
  known.set(inventory, loaded);
  return loaded;
}
