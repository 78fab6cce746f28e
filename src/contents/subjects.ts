import { Walk } from '../graph/walk.ts';
import type { Database } from '../inventory/format/sqlite.ts';
import { DIGEST_BYTES } from '../registry/digest.ts';
import { subjectOfTag, type TagSubject } from '../registry/subject-tag.ts';
import type { Contents } from './contents.ts';

/** A tag that looks like one that is named for the manifest it belongs to. */
interface NamedTag {
  readonly id: number;
  readonly repositoryId: number;
  /** Names as the inventory stores them. */
  readonly repository: string | Buffer;
  readonly tag: string | Buffer;
  /** What it points to, as a blob id. */
  readonly target: number | null;
}

/** A tag that is named for the manifest it belongs to. */
export interface SubjectTag extends NamedTag {
  readonly subject: TagSubject;
}

/** One whose manifest is gone. */
export interface SubjectlessTag extends NamedTag {
  /** The digest of its subject, or the beginning of it. */
  readonly subject: string;
}

/** The tags of all repositories that are named for the manifest they belong to, be it there or not. */
export function loadSubjectTags(database: Database): SubjectTag[] {
  const named = database.prepare<[], NamedTag>(TAGS_SQL).all();
  return named.flatMap((tag) => {
    const subject = subjectOfTag(String(tag.tag));
    return subject === undefined ? [] : [{ ...tag, subject }];
  });
}

/**
 * Signatures, attestations and referrers indexes that were left when their subject went, by their tags' names. A subject
 * is there where a tag or revision of whatever repository leads to its blob, because cosign can keep signatures apart from
 * what they sign.
 */
export function findSubjectlessTags(contents: Contents): SubjectlessTag[] {
  const { database } = contents.inventory;
  const named = loadSubjectTags(database);
  if (named.length === 0) return [];
  const ids = tagIdsOf(contents);
  const found: SubjectlessTag[] = [];
  for (const tag of named) {
    const { subject } = tag;
    if (!ids.has(tag.id)) continue;
    if (findSubjects(database, subject).some((blob) => contents.isHeld(blob))) continue;
    found.push({ ...tag, subject: `${subject.algorithm}:${subject.hex}` });
  }
  return found;
}

const TAGS_SQL = `SELECT tag.id, repository_id AS repositoryId, repository.name AS repository, tag.name AS tag,
    target_id AS target
  FROM tag JOIN repository ON repository.id = repository_id
  WHERE tag.kind = 'directory' AND tag.name GLOB 'sha[235]*-*'`;

/** The digests that a tag is named for, as blob ids: where it has no room for one, all that begin so. */
export function findSubjects(database: Database, subject: TagSubject): number[] {
  return database.prepare<[TagRange], number>(SUBJECTS_SQL).pluck().all(rangeOf(subject));
}

const SUBJECTS_SQL = `SELECT id FROM blob WHERE digest BETWEEN @lowest AND @highest AND length(digest) = @bytes`;

interface TagRange {
  readonly lowest: Buffer;
  readonly highest: Buffer;
  readonly bytes: number;
}

/** The digests that begin as the one in a tag's name. */
function rangeOf({ algorithm, hex }: TagSubject): TagRange {
  const bytes = DIGEST_BYTES[algorithm] as number;
  const lowest = Buffer.from(hex, 'hex');
  const highest = Buffer.concat([lowest, Buffer.alloc(bytes - lowest.length, 0xff)]);
  return { lowest, highest, bytes };
}

function tagIdsOf({ repositories }: Contents): Set<number> {
  const ids = new Set<number>();
  for (const { tags } of repositories) for (const id of tags.ids) ids.add(id);
  return ids;
}

/** Ids of the digests that are subjects of manifests and gone. */
export function findGoneSubjects(contents: Contents): number[] {
  return subjectsOf(contents.inventory.database).filter((subject) => !contents.isHeld(subject));
}

function subjectsOf(database: Database): number[] {
  const sql = 'SELECT DISTINCT subject_id FROM manifest WHERE subject_id IS NOT NULL';
  return database.prepare<[], number>(sql).pluck().all();
}

/** What nothing but some tags holds: by blob id, its bytes. No other tag leads to it. */
export function heldOnlyBy(contents: Contents, tags: readonly SubjectlessTag[]): Map<number, number> {
  const held = new Map<number, number>();
  if (tags.length === 0) return held;
  const { graph, blobs } = contents;
  const { bytesOf } = blobs.sized;
  const walk = new Walk(graph, blobs.highest);
  walk.begin();
  walk.visit(targetsOfOthers(contents, new Set(tags.map(({ id }) => id))), () => {});
  const targets = tags.flatMap(({ target }) => target ?? []);
  walk.visit(targets, (blob) => held.set(blob, bytesOf(blob)));
  return held;
}

function* targetsOfOthers({ repositories }: Contents, ids: ReadonlySet<number>): Generator<number> {
  for (const { tags } of repositories)
    for (const [at, target] of tags.targets.entries())
      if (target !== 0 && !ids.has(tags.ids[at] as number)) yield target;
}
