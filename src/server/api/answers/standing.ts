import { isoTime } from '../../../analyze/times.ts';
import { certaintyOf, trustIn } from '../../../analyze/trust/trust.ts';
import { contentsOf } from '../../../contents/contents-of.ts';
import { UsageError } from '../../../errors.ts';
import type { Inventory } from '../../../inventory/read/reader.ts';
import { refuseVolume } from '../../../plan/refusals.ts';
import { findHiddenSources } from '../../../plan/stay/hidden-sources.ts';

/** Which inventory is served, and how far it may be believed. */
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
}

export async function standingOf(inventory: Inventory): Promise<Standing> {
  const { id, scanned_at, volume, is_complete } = inventory.scan;
  const refusal = refusalOf(inventory);
  return {
    scanId: id,
    scannedAt: isoTime(scanned_at),
    volume,
    complete: is_complete === 1,
    undetermined: certaintyOf(trustIn(inventory), true).undetermined,
    ...(refusal !== undefined && { refusal }),
  };
}

function refusalOf(inventory: Inventory): string | undefined {
  try {
    refuseVolume(trustIn(inventory), findHiddenSources(contentsOf(inventory)));
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
