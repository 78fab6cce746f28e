import type { StoredName } from '../../analyze/names.ts';
import { findGoneSubjects, findSubjectlessTags, type SubjectlessTag } from '../../contents/subjects.ts';
import { type Finding, finding } from '../finding.ts';
import { dataPath } from '../volume/blob-paths.ts';
import { type CheckedVolume, pathIn } from '../volume/checked-volume.ts';

/** Signatures, attestations and other referrers whose subject is a manifest of no repository any more. */
export function checkSignatures(volume: CheckedVolume): Finding[] {
  return [...findTags(volume), ...findReferrers(volume)];
}

function findTags(volume: CheckedVolume): Finding[] {
  return tagsWithoutSubject(volume).map(({ repository, tag, target, subject }) => {
    const path = pathIn(repository, '_manifests/tags', tag);
    const digest = target === null ? undefined : volume.digestOf(target);
    return finding('signature-subject-gone', { path, repository, tag, digest }, describe(subject), {
      confidence: volume.absence,
    });
  });
}

/** Tags named for a subject that is gone, and that was looked for. */
export function tagsWithoutSubject(volume: CheckedVolume): SubjectlessTag[] {
  return findSubjectlessTags(volume.contents).filter(({ subject }) => !isUnread(volume, subject));
}

function findReferrers(volume: CheckedVolume): Finding[] {
  return referrersWithoutSubject(volume).map(({ repository, blob_id, subject_id }) => {
    const place = { repository, digest: volume.digestOf(blob_id) };
    const message = describe(volume.digestOf(subject_id));
    return finding('referrer-subject-gone', place, message, { confidence: volume.absence });
  });
}

/** Revisions whose subject is gone, and was looked for. */
export function referrersWithoutSubject(volume: CheckedVolume): ReferrerRow[] {
  const gone = findGoneSubjects(volume.contents);
  if (gone.length === 0) return [];
  const rows = volume.rows<ReferrerRow>(REFERRERS_SQL, JSON.stringify(gone));
  return rows.filter(({ subject_id }) => !isUnread(volume, volume.digestOf(subject_id)));
}

/** Of what could not be read nobody knows whether it is there. */
function isUnread(volume: CheckedVolume, digest: string): boolean {
  return volume.unread.has(dataPath(digest) ?? '');
}

interface ReferrerRow {
  readonly repository: StoredName;
  readonly blob_id: number;
  readonly subject_id: number;
  /** Of the revision's link. */
  readonly modified_at: number;
}

/** Not those that an index holds, which deleting them would break: that one is told by its tag. */
const REFERRERS_SQL = `SELECT repository.name AS repository, revision.blob_id, manifest.subject_id,
    revision.modified_at
  FROM manifest JOIN revision ON revision.target_id = manifest.blob_id
    JOIN repository ON repository.id = revision.repository_id
  WHERE manifest.subject_id IN (SELECT value FROM json_each(?))
    AND (revision.repository_id, manifest.blob_id) NOT IN (SELECT parent.repository_id, reference.blob_id
      FROM manifest AS holder JOIN revision AS parent ON parent.target_id = holder.blob_id
        JOIN reference ON reference.manifest_id = holder.blob_id WHERE holder.form = 'index')`;

function describe(subject: string): string {
  return `It belongs to ${subject}, which is gone.`;
}
