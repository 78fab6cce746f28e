import type { StoredName } from '../../analyze/names.ts';
import { isoTime, UPLOAD_PURGE_AGE_MS } from '../../analyze/times.ts';
import { type Finding, finding } from '../finding.ts';
import { type CheckedVolume, pathIn } from '../volume/checked-volume.ts';

/** Uploads that no registry purges, or that should have been purged. */
export function checkUploads(volume: CheckedVolume): Finding[] {
  const staleSince = volume.inventory.scan.scanned_at - UPLOAD_PURGE_AGE_MS * 1000;
  // One that a push just began has no start yet either, and is no problem to the scan.
  const neverPurged = new Set(
    volume.problems('upload-without-start', 'upload-start-malformed').map(({ path }) => String(path)),
  );
  return volume.rows<UploadRow>(UPLOADS_SQL, staleSince).flatMap((row) => {
    const { repository, bytes, started_at, started_at_text, modified_at } = row;
    const path = pathIn(repository, '_uploads', row.name);
    if (started_at !== null) {
      const message = `An upload of ${bytes} bytes that began on ${isoTime(started_at)} was never finished.`;
      return finding('upload-stale', { path, repository }, message);
    }
    if (!neverPurged.has(String(path))) return [];
    const why = started_at_text === null ? 'has no startedat' : 'has a startedat that is no time';
    const message = `An upload of ${bytes} bytes, last written ${isoTime(modified_at)}, ${why}.`;
    return finding('upload-never-purged', { path, repository }, message);
  });
}

interface UploadRow {
  readonly repository: StoredName;
  readonly name: StoredName;
  readonly bytes: number;
  readonly started_at: number | null;
  readonly started_at_text: string | null;
  readonly modified_at: number;
}

const UPLOADS_SQL = `SELECT repository.name AS repository, upload.name, upload.bytes, started_at, started_at_text,
    modified_at
  FROM upload JOIN repository ON repository.id = repository_id WHERE started_at IS NULL OR started_at < ?`;
