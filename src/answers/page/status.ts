import { isoTime } from '../../analyze/times.ts';
import { certaintyOf, trustIn } from '../../analyze/trust/trust.ts';
import { existsHistory, historyPath } from '../../inventory/beside/history-file.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { refusalOf } from '../../plan/refusals.ts';

/** What a page is about, and how it goes with the service that it asks. */
export interface Status {
  readonly version: string;
  /** Now, as the source has it: ISO 8601. */
  readonly now: string;
  /** null while there is none. */
  readonly inventory: Standing | null;
  /** Why what lies there is none, or is not the one that answers. */
  readonly error?: string;
  /** null where the service itself does not scan at the moment. */
  readonly scanning: ScanUnderWay | null;
  /** null where the service does not scan by itself. */
  readonly rescan: ScansToCome | null;
  /** True where blobs can be read, and images pulled. */
  readonly volumeMounted: boolean;
}

/** A scan that is under way. */
export interface ScanUnderWay {
  readonly startedAt: string;
  readonly progress?: { readonly blobs: number; readonly repositories: number };
}

/** How it goes with the scans of a service. */
export interface ScansToCome {
  readonly everyMs: number;
  /** When the next one begins; absent while one is under way. */
  readonly nextAt?: string;
  /** How many have failed in a row. */
  readonly failures: number;
  /** Why the last one failed. */
  readonly lastError?: string;
}

/** Which inventory answers, and how far it may be believed. */
export interface Standing {
  readonly scanId: string;
  readonly scannedAt: string;
  /** The root of the volume that was scanned. */
  readonly volume: string;
  /** False where the scan could not read something. */
  readonly complete: boolean;
  /** True where what seems free may be in use. */
  readonly undetermined: boolean;
  /** Why nothing can be planned of it; absent where plans are made. */
  readonly refusal?: string;
  /** True where the scans until this one are recorded beside it. */
  readonly hasHistory: boolean;
}

/** What is said of an inventory beside every number. */
export function standingOf(inventory: Inventory): Standing {
  const { id, scanned_at, volume, is_complete } = inventory.scan;
  const refusal = refusalOf(inventory);
  return {
    scanId: id,
    scannedAt: isoTime(scanned_at),
    volume,
    complete: is_complete === 1,
    undetermined: certaintyOf(trustIn(inventory), true).undetermined,
    ...(refusal !== undefined && { refusal }),
    hasHistory: existsHistory(historyPath(inventory.path)),
  };
}
