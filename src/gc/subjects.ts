import { Walk } from '../graph/walk.ts';
import { loadColumns } from '../inventory/format/packed-columns.ts';
import type { Database } from '../inventory/format/sqlite.ts';
import { loadGraph } from '../inventory/read/load-graph.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { DIGEST_BYTES } from '../registry/digest.ts';
import { subjectOfTag, type TagSubject } from '../registry/subject-tag.ts';

/** A tag that is named for the manifest it belongs to, which is gone. */
export interface SubjectlessTag {
  readonly id: number;
  /** Names as the inventory stores them. */
  readonly repository: string | Buffer;
  readonly tag: string | Buffer;
  /** What it points to, as a blob id. */
  readonly target: number | null;
  /** The digest of its subject, or the beginning of it. */
  readonly subject: string;
}

/**
 * True for a blob that is on the disk and that tags or revisions of some repository lead to: a subject is there then,
 * in whatever repository, because cosign can keep signatures apart from what they sign.
 */
const isThere = (blob: string) => `(coalesce(${blob}.state, 0) > 0 OR EXISTS (SELECT 1 FROM alias
  JOIN blob AS stored ON stored.id = stored_id WHERE named_id = ${blob}.id AND stored.state > 0))`;

/** Signatures, attestations and referrers indexes that were left when their subject went, by their tags' names. */
export function findSubjectlessTags({ database }: Inventory): SubjectlessTag[] {
  // Where no tag looks like one, no name is loaded.
  const tags = database.prepare<[], Omit<SubjectlessTag, 'subject'>>(TAGS_SQL);
  const find = database.prepare<[TagRange], number>(SUBJECT_SQL).pluck();
  const found: SubjectlessTag[] = [];
  for (const tag of tags.all()) {
    const subject = subjectOfTag(String(tag.tag));
    if (subject === undefined || find.get(rangeOf(subject)) !== undefined) continue;
    found.push({ ...tag, subject: `${subject.algorithm}:${subject.hex}` });
  }
  return found;
}

const TAGS_SQL = `SELECT tag.id, repository.name AS repository, tag.name AS tag, target_id AS target
  FROM tag JOIN repository ON repository.id = repository_id
  WHERE tag.kind = 'directory' AND tag.name GLOB 'sha[235]*-*'`;

const SUBJECT_SQL = `SELECT 1 FROM blob
  WHERE digest BETWEEN @lowest AND @highest AND length(digest) = @bytes AND ${isThere('blob')} LIMIT 1`;

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

/** Ids of the digests that are subjects of manifests and gone. */
export function findGoneSubjects({ database }: Inventory): number[] {
  return database.prepare<[], number>(GONE_SQL).pluck().all();
}

const GONE_SQL = `SELECT DISTINCT subject_id FROM manifest JOIN blob ON blob.id = subject_id
  WHERE subject_id IS NOT NULL AND NOT ${isThere('blob')}`;

/** What nothing but some tags holds: by blob id, its bytes. No other tag leads to it. */
export function heldOnlyBy(inventory: Inventory, tags: readonly SubjectlessTag[]): Map<number, number> {
  const held = new Map<number, number>();
  if (tags.length === 0) return held;
  const { graph, blobs } = loadGraph(inventory);
  const walk = new Walk(graph, blobs.count);
  walk.begin();
  walk.visit(targetsOfOthers(inventory.database, new Set(tags.map(({ id }) => id))), () => {});
  const targets = tags.flatMap(({ target }) => target ?? []);
  walk.visit(targets, (blob) => held.set(blob, blobs.bytesOf(blob)));
  return held;
}

function targetsOfOthers(database: Database, ids: ReadonlySet<number>): Int32Array {
  const tags = loadColumns(database, 'tag');
  return tags.target_id.filter((target, at) => target !== 0 && !ids.has(tags.id[at] as number));
}
