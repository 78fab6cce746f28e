import { digestText } from '../../inventory/format/digest-column.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { parseDigest } from '../../registry/digest.ts';
import { subjectKey, subjectOfTag } from '../../registry/subject-tag.ts';
import { compareBytewise, type StoredName, tagText } from '../names.ts';

/** A signature, SBOM or other artifact that is attached to a manifest. Neither keeps the other alive. */
export interface Attached {
  readonly digest: string;
  /** null where it could not be read. */
  readonly kind: string | null;
  /** The tag that says so by its name, as `repository:tag`; absent where the manifest says so, as its `subject`. */
  readonly tag?: string;
}

/** What is attached to a digest, by digest and tag. */
export function findAttached({ database }: Inventory, blob: number, digest: string): Attached[] {
  const bySubject = database.prepare<[number], AttachedRow>(SUBJECT_SQL).all(blob);
  const [algorithm = '', hex = ''] = digest.split(':');
  const beginning = subjectKey({ algorithm, hex }).replace(':', '-');
  const named = database.prepare<[string], TagRow>(TAGS_SQL).all(`${beginning}*`);
  const byTag = named.filter(({ tag }) => isSubject(String(tag), digest));
  return [
    ...bySubject.map(describe),
    ...byTag.map((row) => ({ ...describe(row), tag: tagText(row.repository, row.tag) })),
  ].sort((a, b) => compareBytewise(a.digest, b.digest) || compareBytewise(a.tag ?? '', b.tag ?? ''));
}

/** What a digest is attached to: what its manifest says is its `subject`, and what tags that point to it are named for. */
export function findSubjects({ database }: Inventory, blob: number): string[] {
  const said = database.prepare<[number], Buffer | string>(SAID_SQL).pluck().all(blob);
  const names = database.prepare<[number], StoredName>('SELECT name FROM tag WHERE target_id = ?').pluck();
  const named = names.all(blob).flatMap((name) => subjectOfTag(String(name)) ?? []);
  const digests = [
    ...said.map((digest) => digestText(digest)),
    ...named.map(({ algorithm, hex }) => `${algorithm}:${hex}`),
  ];
  return [...new Set(digests)].filter((digest) => parseDigest(digest) !== undefined).sort();
}

interface AttachedRow {
  readonly digest: Buffer | string;
  readonly kind: string | null;
}

interface TagRow extends AttachedRow {
  readonly repository: StoredName;
  readonly tag: StoredName;
}

const SUBJECT_SQL = `SELECT digest, kind FROM manifest JOIN blob ON blob.id = blob_id WHERE subject_id = ?`;

const TAGS_SQL = `SELECT digest, manifest.kind, repository.name AS repository, tag.name AS tag
  FROM tag JOIN repository ON repository.id = repository_id JOIN blob ON blob.id = target_id
    LEFT JOIN manifest ON manifest.blob_id = target_id
  WHERE tag.kind = 'directory' AND tag.name GLOB ?`;

const SAID_SQL = `SELECT digest FROM manifest JOIN blob ON blob.id = subject_id WHERE blob_id = ?`;

function describe({ digest, kind }: AttachedRow): Attached {
  return { digest: digestText(digest), kind };
}

function isSubject(tag: string, digest: string): boolean {
  const subject = subjectOfTag(tag);
  return subject !== undefined && digest.startsWith(`${subject.algorithm}:${subject.hex}`);
}
