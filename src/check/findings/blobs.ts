import { isoTime } from '../../analyze/times.ts';
import { type BadBlob, readVerified } from '../../inventory/beside/verified.ts';
import { DIGEST_BYTES } from '../../registry/digest.ts';
import { type Finding, finding } from '../finding.ts';
import { findAffectedTags } from '../volume/affected-tags.ts';
import { dataPath } from '../volume/blob-paths.ts';
import type { CheckedVolume, Problem } from '../volume/checked-volume.ts';
import { describeSize, findAbsurdSizes, findWrongSizes } from './blob-sizes.ts';

const BEYOND_BLOBS = /^docker\/registry\/v2\/blobs\/([^/]+)\//;

/** Blobs that are empty, of another length or content than they should be, no files, or in the wrong place. */
export function checkBlobs(volume: CheckedVolume): Finding[] {
  const damaged = volume.problems('blob-empty', 'blob-not-a-file');
  const sizes = findWrongSizes(volume);
  const told = new Set([...damaged, ...sizes].map(({ digest }) => digest));
  // A blob of the wrong length cannot have the right digest.
  const bad = readVerified(volume.inventory).filter(({ digest }) => !told.has(digest));
  const affected = findAffectedTags(
    volume,
    [...damaged, ...sizes, ...bad].flatMap(({ digest }) => digest ?? []),
  );
  const affects = (digest: string | null) => (affected.get(digest ?? '') ?? []).map(({ tag }) => tag);
  return [
    ...damaged.map((problem) => describeDamage(problem, affects(problem.digest))),
    ...sizes.map((size) => describeSize(size, affects(size.digest))),
    ...bad.map((blob) => describeBad(blob, affects(blob.digest))),
    ...volume.problems('blob-misplaced').map(describeMisplaced),
    ...volume
      .problems('blob-directory-empty')
      .map(({ path }) => finding('blob-directory-empty', { path }, 'A blob’s directory without a blob.')),
    ...findAbsurdSizes(volume),
  ];
}

function describeDamage({ code, path, digest, detail }: Problem, affects: readonly string[]): Finding {
  const place = { path, digest: digest ?? undefined };
  return code === 'blob-empty'
    ? finding('blob-empty', place, 'The blob has no bytes.', { affects })
    : finding('blob-not-a-file', place, `The blob is no regular file (${detail}).`, { affects });
}

function describeBad(
  { digest, actual, verifiedAt, isChangedSince }: BadBlob,
  affects: readonly string[],
): Finding {
  const since = isChangedSince ? ' Its inode was changed since: if it was mended, verify it again.' : '';
  const message = `The blob's bytes hash to ${actual}, as verified on ${isoTime(verifiedAt)}.${since}`;
  const confidence = isChangedSince ? 'suspected' : 'confirmed';
  return finding('blob-digest-mismatch', { path: dataPath(digest), digest }, message, {
    affects,
    confidence,
  });
}

function describeMisplaced({ path }: Problem): Finding {
  const algorithm = BEYOND_BLOBS.exec(path.toString())?.[1];
  if (algorithm === 'tarsum') {
    return finding('tarsum-leftover', { path }, 'A blob of a registry before 2.3, under its tarsum.');
  }
  if (algorithm !== undefined && !Object.hasOwn(DIGEST_BYTES, algorithm)) {
    return finding('blob-algorithm-unknown', { path }, 'A blob under an algorithm that no registry knows.');
  }
  return finding('blob-misplaced', { path }, 'A file named data where no blob belongs.');
}
