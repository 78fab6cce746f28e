import type { Inventory } from '../inventory/read/reader.ts';
import { isoTime } from './times.ts';

/** What a scan found, in numbers. */
export interface ScanSummary {
  readonly volume: string;
  readonly db: string;
  readonly scannedAt: string;
  readonly durationMs: number;
  /** False where something could not be read. */
  readonly complete: boolean;
  readonly blobs: number;
  readonly blobBytes: number;
  readonly repositories: number;
  readonly tags: number;
  readonly revisions: number;
  readonly layerLinks: number;
  readonly uploads: number;
  readonly problems: number;
}

/** Tells what the scan of an inventory read, and when. */
export function summarizeScan({ database, path, scan }: Inventory): ScanSummary {
  const counts = database.prepare<[], Counts>(COUNTS_SQL).get() as Counts;
  return {
    volume: scan.volume,
    db: path,
    scannedAt: isoTime(scan.scanned_at),
    durationMs: scan.duration_ms,
    complete: scan.is_complete === 1,
    blobs: scan.blobs,
    blobBytes: scan.blob_bytes,
    ...counts,
  };
}

type Counts = Pick<
  ScanSummary,
  'repositories' | 'tags' | 'revisions' | 'layerLinks' | 'uploads' | 'problems'
>;

const COUNTS_SQL = `SELECT count(*) AS repositories, coalesce(sum(tags), 0) AS tags,
    coalesce(sum(revisions), 0) AS revisions, coalesce(sum(layer_links), 0) AS layerLinks,
    (SELECT count(*) FROM upload) AS uploads, (SELECT count(*) FROM problem) AS problems
  FROM repository`;
