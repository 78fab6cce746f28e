import { isoTime } from '../../analyze/times.ts';
import { certaintyOf, trustIn } from '../../analyze/trust/trust.ts';
import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';

/** What a page is about, and how fresh it is. */
export interface Status {
  readonly version: string;
  /** Now, as the source has it: ISO 8601. */
  readonly now: string;
  readonly inventory: StatusInventory | null;
  /** Why there is no inventory, where something is there that is none. */
  readonly error?: string;
  readonly scanning: { readonly startedAt: string; readonly progress?: ScanProgress } | null;
  readonly rescan: {
    readonly everyMs: number;
    readonly nextAt: string;
    readonly failures: number;
    readonly lastError?: string;
  } | null;
  readonly volumeMounted: boolean;
}

/** The inventory that answers. */
export interface StatusInventory {
  readonly scanId: string;
  readonly scannedAt: string;
  readonly volume: string;
  readonly complete: boolean;
  /** True where nothing can be called free. */
  readonly undetermined: boolean;
  /** Why nothing can be planned of the volume, where that is so. */
  readonly refusal?: string;
}

/** How far a scan is. */
interface ScanProgress {
  readonly blobs: number;
  readonly repositories: number;
}

/** What a page says of an inventory beside every number. */
export async function statusOf(inventory: Inventory): Promise<StatusInventory> {
  const { scan } = inventory;
  const refusal = await refusalOf(inventory);
  return {
    scanId: scan.id,
    scannedAt: isoTime(scan.scanned_at),
    volume: scan.volume,
    complete: scan.is_complete === 1,
    undetermined: certaintyOf(trustIn(inventory), false).undetermined,
    ...(refusal !== undefined && { refusal }),
  };
}

/** Why nothing can be planned of a volume; undefined where something can. */
async function refusalOf(inventory: Inventory): Promise<string | undefined> {
  const { PlannedVolume } = await import('../../plan/planned-volume.ts');
  try {
    new PlannedVolume(inventory);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
