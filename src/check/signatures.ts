import type { StoredName } from '../analyze/names.ts';
import { readNumbers } from '../inventory/read-numbers.ts';
import { digestToBytes, parseDigest } from '../registry/digest.ts';
import { dataPath } from './blob-paths.ts';
import { type CheckedVolume, pathIn } from './checked-volume.ts';
import { type Finding, finding } from './finding.ts';

/** A tag named for the manifest it belongs to: cosign's suffixes, or the referrers tag schema of OCI 1.1. */
const SUBJECT_TAG = /^(sha256-[0-9a-f]{64}|sha512-[0-9a-f]{64,128})(?:\.(?:sig|att|sbom))?$/;

/** Signatures, attestations and other referrers whose subject is a manifest of no repository any more. */
export function checkSignatures(volume: CheckedVolume): Finding[] {
  return [...findTags(volume), ...findReferrers(volume)];
}

function findTags(volume: CheckedVolume): Finding[] {
  const rows = volume.rows<{ repository: StoredName; tag: StoredName; target_id: number | null }>(TAGS_SQL);
  const findings: Finding[] = [];
  for (const { repository, tag, target_id } of rows) {
    const subject = SUBJECT_TAG.exec(String(tag))?.[1]?.replace('-', ':');
    // The referrers tag schema cuts a sha512 short, and manifests are sha256: it cannot be looked up.
    const digest = subject === undefined ? undefined : parseDigest(subject);
    if (digest === undefined || isManifest(volume, Buffer.from(digestToBytes(digest)))) continue;
    if (volume.unread.has(dataPath(digest) ?? '')) continue;
    const place = {
      path: pathIn(repository, '_manifests/tags', tag),
      repository,
      tag,
      ...(target_id !== null && { digest: volume.digestOf(target_id) }),
    };
    const message = `It belongs to ${digest}, which is gone.`;
    findings.push(finding('signature-subject-gone', place, message, { confidence: volume.absence }));
  }
  return findings;
}

const TAGS_SQL = `SELECT repository.name AS repository, tag.name AS tag, target_id
  FROM tag JOIN repository ON repository.id = repository_id WHERE tag.name GLOB 'sha[25]*-*'`;

function isManifest(volume: CheckedVolume, digest: Buffer): boolean {
  return volume.rows(IS_MANIFEST_SQL, digest).length > 0;
}

/** In whatever repository: cosign can keep signatures apart from what they sign. */
const IS_MANIFEST_SQL = `SELECT 1 FROM blob JOIN manifest ON manifest.blob_id = blob.id WHERE digest = ?`;

function findReferrers(volume: CheckedVolume): Finding[] {
  const { database } = volume.inventory;
  const [subjects] = readNumbers(database, ['subject_id'], 'manifest WHERE subject_id > 0');
  if (subjects.length === 0) return [];
  const gone = new Set(subjects);
  for (const { target } of volume.links.revisions()) gone.delete(target ?? 0);
  return volume
    .rows<{ repository: StoredName; blob_id: number; subject_id: number }>(
      REFERRERS_SQL,
      JSON.stringify([...gone]),
    )
    .map(({ repository, blob_id, subject_id }) => {
      const message = `It belongs to ${volume.digestOf(subject_id)}, which is gone.`;
      const place = { repository, digest: volume.digestOf(blob_id) };
      return finding('referrer-subject-gone', place, message, { confidence: volume.absence });
    });
}

const REFERRERS_SQL = `SELECT repository.name AS repository, revision.blob_id, manifest.subject_id
  FROM manifest JOIN revision ON revision.target_id = manifest.blob_id
    JOIN repository ON repository.id = revision.repository_id
  WHERE manifest.subject_id IN (SELECT value FROM json_each(?))`;
