import type { StoredName } from '../../analyze/names.ts';
import { isoTime, UPLOAD_PURGE_AGE_MS } from '../../analyze/times.ts';
import { type Finding, finding } from '../finding.ts';
import { type CheckedVolume, pathIn } from '../volume/checked-volume.ts';

/** Uploads that no registry purges, or that should have been purged. */
export function checkUploads(volume: CheckedVolume): Finding[] {
  return unpurgedUploads(volume).map(({ id, path, repository, bytes, started_at, ...row }) => {
    if (started_at !== null) {
      const message = `An upload of ${bytes} bytes that began on ${isoTime(started_at)} was never finished.`;
      return finding(id, { path, repository }, message);
    }
    const why = row.started_at_text === null ? 'has no startedat' : 'has a startedat that is no time';
    const message = `An upload of ${bytes} bytes, last written ${isoTime(row.modified_at)}, ${why}.`;
    return finding(id, { path, repository }, message);
  });
}

/** An upload that is left over. */
interface UnpurgedUpload extends UploadRow {
  readonly id: 'upload-stale' | 'upload-never-purged';
  readonly path: StoredName;
}

/** Uploads that began longer ago than registries keep them, and those that do not say when they began. */
export function unpurgedUploads(volume: CheckedVolume): UnpurgedUpload[] {
  const staleSince = volume.inventory.scan.scanned_at - UPLOAD_PURGE_AGE_MS * 1000;
  // One that a push just began has no start yet either, and is no problem to the scan.
  const neverPurged = new Set(
    volume.problems('upload-without-start', 'upload-start-malformed').map(({ path }) => String(path)),
  );
  return volume.rows<UploadRow>(UPLOADS_SQL, staleSince).flatMap((row) => {
    const path = pathIn(row.repository, '_uploads', row.name);
    if (row.started_at !== null) return { ...row, id: 'upload-stale' as const, path };
    return neverPurged.has(String(path)) ? { ...row, id: 'upload-never-purged' as const, path } : [];
  });
}

interface UploadRow {
  readonly repository: StoredName;
  readonly name: StoredName;
  readonly bytes: number;
  /** Of these, what stays where the upload goes. */
  readonly named_elsewhere_bytes: number;
  readonly files: number;
  readonly started_at: number | null;
  readonly started_at_text: string | null;
  /** 0 where there is no file in it. */
  readonly modified_at: number;
}

const UPLOADS_SQL = `SELECT repository.name AS repository, upload.name, upload.bytes, named_elsewhere_bytes, files,
    started_at, started_at_text, modified_at
  FROM upload JOIN repository ON repository.id = repository_id WHERE started_at IS NULL OR started_at < ?`;
