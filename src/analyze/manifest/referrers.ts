import type { Contents } from '../../contents/contents.ts';
import { loadSubjectTags, type SubjectTag } from '../../contents/subjects.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import { servedType } from '../../registry/manifest/media-types.ts';
import { subjectKey } from '../../registry/subject-tag.ts';
import { groupBy } from '../group-by.ts';
import { namedAs, toName } from '../names.ts';
import type { ManifestShare } from '../usage/manifest-share.ts';
import type { ManifestRows } from './manifest-rows.ts';

/** A manifest that belongs to another: a signature, an SBOM. */
export interface Referrer {
  readonly digest: string;
  /** Of all that it leads to, each file once. */
  readonly bytes: number;
  readonly kind: string | null;
  readonly mediaType: string | null;
  readonly artifactType?: string;
  readonly missing?: true;
  /** What ties it: its own `subject`, or the name of a tag. */
  readonly via: 'subject' | 'tag';
  readonly tag?: string;
  /** Where the tag is, if that is in another repository, which has not what it belongs to. */
  readonly repository?: string;
  readonly repositoryBase64?: string;
  /** What is attached to the referrer. */
  readonly referrers: readonly Referrer[];
}

/** What ties a manifest to another. */
interface Tie {
  readonly blob: number;
  readonly via: Referrer['via'];
  readonly tag?: SubjectTag;
}

/** Signatures of signatures go no deeper in anything that a tool made. */
const MAX_DEPTH = 4;

/**
 * What is attached to manifests of one repository: what it has itself, and what another repository has by the name of a
 * tag, where that keeps it apart from what it belongs to, as cosign can.
 */
export class Referrers {
  readonly #rows: ManifestRows;
  readonly #share: ManifestShare;
  readonly #repositoryId: number;
  readonly #bySubject: ReadonlyMap<number, readonly number[]>;
  readonly #byTag: ReadonlyMap<string, readonly SubjectTag[]>;
  readonly #isIn;

  constructor({ inventory }: Contents, rows: ManifestRows, share: ManifestShare, repositoryId: number) {
    const { database } = inventory;
    this.#rows = rows;
    this.#share = share;
    this.#repositoryId = repositoryId;
    this.#bySubject = loadSubjects(database);
    this.#byTag = groupBy(loadSubjectTags(database), ({ subject }) => subjectKey(subject));
    this.#isIn = database.prepare<{ repositoryId: number; blob: number }, number>(IS_IN_SQL).pluck();
  }

  /** Sorted by digest. */
  of(subject: number, depth = 0): Referrer[] {
    if (depth > MAX_DEPTH) return [];
    const ties = new Map<number, Tie>();
    for (const tie of [...this.#tiesByTag(subject), ...this.#tiesBySubject(subject)])
      ties.set(tie.blob, { ...ties.get(tie.blob), ...tie });
    const referrers = [...ties.values()].map((tie) => this.#describe(tie, depth));
    return referrers.sort((a, b) => (a.digest < b.digest ? -1 : 1));
  }

  #tiesBySubject(subject: number): Tie[] {
    const found = this.#bySubject.get(subject) ?? [];
    return found
      .filter((blob) => this.#has(this.#repositoryId, blob))
      .map((blob) => ({ blob, via: 'subject' }));
  }

  #tiesByTag(subject: number): Tie[] {
    const { digest } = this.#rows.blobOf(subject);
    const [algorithm = '', hex = ''] = digest.split(':');
    const tags = this.#byTag.get(subjectKey({ algorithm, hex })) ?? [];
    return tags.flatMap((tag) => {
      const isHere = tag.repositoryId === this.#repositoryId;
      const isOurs = hex.startsWith(tag.subject.hex) && (isHere || !this.#has(tag.repositoryId, subject));
      return isOurs && tag.target !== null ? [{ blob: tag.target, via: 'tag', tag }] : [];
    });
  }

  #has(repositoryId: number, blob: number): boolean {
    return this.#isIn.get({ repositoryId, blob }) === 1;
  }

  #describe({ blob, via, tag }: Tie, depth: number): Referrer {
    const { digest, bytes } = this.#rows.blobOf(blob);
    const manifest = this.#rows.manifestOf(blob);
    const isApart = tag !== undefined && tag.repositoryId !== this.#repositoryId;
    return {
      digest,
      bytes: this.#share.bytesBelow(blob),
      kind: manifest?.kind ?? null,
      mediaType: (manifest && servedType(manifest.form, manifest.mediaType)) ?? null,
      ...(manifest?.artifactType != null && { artifactType: manifest.artifactType }),
      ...(bytes === null && { missing: true }),
      via,
      ...(tag !== undefined && { tag: toName(tag.tag).name }),
      ...(isApart && namedAs('repository', tag.repository)),
      referrers: this.of(blob, depth + 1),
    };
  }
}

function loadSubjects(database: Database): Map<number, number[]> {
  const rows = database
    .prepare<[], [number, number]>('SELECT subject_id, blob_id FROM manifest WHERE subject_id IS NOT NULL')
    .raw()
    .all();
  const pairs = groupBy(rows, ([subject]) => subject);
  return new Map([...pairs].map(([subject, found]) => [subject, found.map(([, blob]) => blob)]));
}

/** A manifest that a revision or a tag of the repository names. */
const IS_IN_SQL = `SELECT EXISTS (SELECT 1 FROM revision WHERE repository_id = @repositoryId AND blob_id = @blob)
  OR EXISTS (SELECT 1 FROM tag WHERE target_id = @blob AND repository_id = @repositoryId)`;
