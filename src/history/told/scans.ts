import { isoTime } from '../../analyze/times.ts';
import type { Totals } from '../../analyze/usage/totals.ts';
import { InventoryError } from '../../errors.ts';
import { historyPath, openHistory, readingHistory } from '../../inventory/beside/history-file.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import type { Inventory } from '../../inventory/read/reader.ts';

/** What a history knows of a scan as a whole. */
export interface ScanRecord extends Totals {
  readonly number: number;
  readonly id: string;
  readonly scannedAt: string;
  readonly complete: boolean;
  /** False where nothing is said to be gone: tags or repositories may be hidden, or more than half was gone at once. */
  readonly whole: boolean;
  /** Set where nothing was compared with what came before. */
  readonly begins?: 'first' | 'other-volume';
  readonly repositories: number;
  readonly tags: number;
  readonly revisions: number;
  readonly layerLinks: number;
  readonly uploads: number;
  readonly problems: number;
  /** Of the file system that holds the blobs; absent where it does not say. */
  readonly filesystemBytes?: number;
  readonly filesystemAvailableBytes?: number;
}

/**
 * Asks the history beside an inventory, which is closed again.
 * @throws InventoryError where there is none, or it is damaged.
 */
export function askHistory<T>(inventory: Inventory, ask: (history: Database) => T): T {
  const answer = askHistoryIfThere(inventory, (history) => [ask(history)] as const);
  if (answer !== undefined) return answer[0];
  throw new InventoryError(`There is no history ${historyPath(inventory.path)}: the next scan begins one.`);
}

/** The same; undefined where there is none. */
export function askHistoryIfThere<T>(inventory: Inventory, ask: (history: Database) => T): T | undefined {
  const path = historyPath(inventory.path);
  const history = openHistory(path);
  if (history === undefined) return undefined;
  try {
    return readingHistory(path, () => ask(history));
  } finally {
    history.close();
  }
}

/** All scans that there are records of, in their order. */
export function loadScans(history: Database): ScanRecord[] {
  return history.prepare<[], ScanRow>('SELECT * FROM scan ORDER BY number').all().map(toRecord);
}

/** The volume that was scanned last. */
export function lastVolume(history: Database): string {
  return String(history.prepare('SELECT volume FROM scan ORDER BY number DESC LIMIT 1').pluck().get());
}

interface ScanRow {
  readonly number: number;
  readonly id: string;
  readonly scanned_at: number;
  readonly begins: 'first' | 'other-volume' | null;
  readonly is_complete: number;
  readonly is_whole: number;
  readonly filesystem_bytes: number | null;
  readonly filesystem_available_bytes: number | null;
  readonly blobs: number;
  readonly blob_bytes: number;
  readonly tagged_bytes: number;
  readonly untagged_bytes: number;
  readonly unreferenced_bytes: number;
  readonly upload_bytes: number;
  readonly other_bytes: number;
  readonly repositories: number;
  readonly tags: number;
  readonly revisions: number;
  readonly layer_links: number;
  readonly uploads: number;
  readonly problems: number;
}

function toRecord(row: ScanRow): ScanRecord {
  const { filesystem_bytes: size, filesystem_available_bytes: available } = row;
  return {
    number: row.number,
    id: row.id,
    scannedAt: isoTime(row.scanned_at),
    complete: row.is_complete === 1,
    whole: row.is_whole === 1,
    ...(row.begins !== null && { begins: row.begins }),
    blobs: row.blobs,
    blobBytes: row.blob_bytes,
    taggedBytes: row.tagged_bytes,
    untaggedBytes: row.untagged_bytes,
    unreferencedBytes: row.unreferenced_bytes,
    uploadBytes: row.upload_bytes,
    otherBytes: row.other_bytes,
    volumeBytes: row.blob_bytes + row.upload_bytes + row.other_bytes,
    repositories: row.repositories,
    tags: row.tags,
    revisions: row.revisions,
    layerLinks: row.layer_links,
    uploads: row.uploads,
    problems: row.problems,
    ...(size !== null && { filesystemBytes: size }),
    ...(available !== null && { filesystemAvailableBytes: available }),
  };
}
