import type { FileSystemSpace } from '../../facts/source.ts';
import type { Database } from '../format/sqlite.ts';
import type { ScanRow } from '../read/reader.ts';
import type { Sums } from '../renew/renewal.ts';
import type { Totals } from './file-totals.ts';

/** What the scan knows of itself when it is done. */
export interface ScanFacts {
  /** Random: no other scan's. */
  readonly id: string;
  readonly volume: string;
  readonly stowageVersion: string;
  /** Microseconds since 1970. */
  readonly scannedAt: number;
  readonly newestAt: number;
  /** What has a later time may have changed unseen. */
  readonly trustedBefore: number;
  readonly readsEveryLink: boolean;
  readonly readsConfigs: boolean;
  /** What the inventory that this one replaces had, where it is of the same volume. */
  readonly before: { readonly blobs: number; readonly repositories: number } | undefined;
  /** Whether it is a pull-through cache; undefined where nobody said. */
  readonly saidCache: boolean | undefined;
  /** Of the file system that holds the blobs; undefined where it does not say. */
  readonly space: FileSystemSpace | undefined;
  /** Asked last, so that it includes the time of the inventory itself. */
  readonly durationMs: () => number;
}

/** What was added up while facts were written. */
interface Found extends Sums {
  readonly hasCacheState: boolean;
  /** Of files that are no repository's. */
  readonly otherFiles: Pick<Totals, 'files' | 'bytes'>;
}

/** Writes the one row of the table `scan`, from rows that are all there. */
export function writeScanRow(database: Database, scan: ScanFacts, found: Found): void {
  const [unreferenced, untagged, tagged] = found.stateBytes as [number, number, number];
  const sum = database.prepare(BLOB_SUMS).get() as { blobs: number; allocated: number };
  const others = database.prepare(OTHER_FILES).get() as { files: number; bytes: number };
  const has = (condition: string) =>
    database.prepare(`SELECT EXISTS (SELECT 1 FROM problem WHERE ${condition})`).pluck().get() === 1;
  const row: ScanRow = {
    id: scan.id,
    volume: scan.volume,
    stowage_version: scan.stowageVersion,
    scanned_at: scan.scannedAt,
    newest_at: scan.newestAt,
    is_complete: has("code = 'unreadable'") ? 0 : 1,
    is_undetermined: has('hides_references = 1') ? 1 : 0,
    trusted_before: scan.trustedBefore,
    reads_every_link: scan.readsEveryLink ? 1 : 0,
    reads_configs: scan.readsConfigs ? 1 : 0,
    sizes_agree: found.doSizesAgree ? 1 : 0,
    has_cache_state: found.hasCacheState ? 1 : 0,
    filesystem_bytes: scan.space?.bytes ?? null,
    filesystem_available_bytes: scan.space?.availableBytes ?? null,
    said_cache: scan.saidCache === undefined ? null : Number(scan.saidCache),
    blobs_before: scan.before?.blobs ?? null,
    repositories_before: scan.before?.repositories ?? null,
    blobs: sum.blobs,
    blob_bytes: unreferenced + untagged + tagged,
    allocated_bytes: sum.allocated,
    tagged_bytes: tagged,
    untagged_bytes: untagged,
    unreferenced_bytes: unreferenced,
    upload_bytes: Number(database.prepare('SELECT total(bytes) FROM upload').pluck().get()),
    other_files: others.files + found.otherFiles.files,
    other_bytes: others.bytes + found.otherFiles.bytes,
    duration_ms: Math.round(scan.durationMs()),
  };
  const columns = Object.keys(row);
  const values = columns.map((column) => `@${column}`);
  database.prepare(`INSERT INTO scan (${columns}) VALUES (${values})`).run(row);
}

const BLOB_SUMS = `SELECT count(bytes) AS blobs,
  coalesce(sum(allocated_bytes) FILTER (WHERE hard_link_of IS NULL), 0) AS allocated FROM blob`;
const OTHER_FILES = 'SELECT total(other_files) AS files, total(other_bytes) AS bytes FROM repository';
