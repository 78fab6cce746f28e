import { digestText } from '../../inventory/format/digest-column.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type Digest, digestToBytes, parseDigest } from '../../registry/digest.ts';

/** The manifests of one repository, when the volume was scanned. */
export interface ScannedManifests {
  /** The digests of its revisions. */
  readonly revisions: ReadonlySet<string>;
  /** Of these and of what its tags point to: what says of itself that it is attached to the subject. */
  readonly attached: readonly Digest[];
}

/** What the inventory knows of a repository's manifests, from the rows of that repository alone. */
export function findScanned({ database }: Inventory, repository: string, subject: Digest): ScannedManifests {
  const revisions = new Set<string>();
  const attached: Digest[] = [];
  const id = database.prepare('SELECT id FROM repository WHERE name = ?').pluck().get(repository);
  const subjectId = database
    .prepare('SELECT id FROM blob WHERE digest = ?')
    .pluck()
    .get(digestToBytes(subject));
  const wanted = { repository: id ?? null, subject: subjectId ?? null };
  type Row = [digest: Buffer | string, isAttached: number | null];
  for (const [stored, isAttached] of database.prepare<object, Row>(REVISIONS_SQL).raw().all(wanted)) {
    const digest = digestText(stored, database);
    revisions.add(digest);
    if (isAttached === 1) attached.push(...valid(digest));
  }
  const tagged = database.prepare<object, Buffer | string>(TAGGED_SQL).pluck().all(wanted);
  attached.push(...tagged.flatMap((stored) => valid(digestText(stored, database))));
  return { revisions, attached };
}

function valid(digest: string): Digest[] {
  return [parseDigest(digest) ?? []].flat();
}

/** CROSS: SQLite would begin with all revisions of all repositories, 0.2 s instead of 0.5 ms. */
const REVISIONS_SQL = `SELECT digest, subject_id = @subject FROM revision CROSS JOIN blob ON blob.id = revision.blob_id
  LEFT JOIN manifest ON manifest.blob_id = revision.blob_id WHERE repository_id = @repository`;

const TAGGED_SQL = `SELECT digest FROM tag CROSS JOIN manifest ON manifest.blob_id = target_id
  CROSS JOIN blob ON blob.id = target_id WHERE repository_id = @repository AND subject_id = @subject`;
