import type { Standing, Status } from '../../answers/page/status.ts';
import { InventoryError } from '../../errors.ts';
import { stowageVersion } from '../../version.ts';
import type { Asker } from '../asking/asker.ts';
import type { Current } from '../current/current.ts';
import type { Rescan } from '../rescan/rescan.ts';

const VERSION = stowageVersion();

/** What the status is made of. */
export interface StatusParts {
  readonly asker: Asker;
  readonly current: Current;
  readonly rescan: Rescan | undefined;
  readonly volume: () => string | undefined;
}

export async function statusOf({ asker, current, rescan, volume }: StatusParts): Promise<Status> {
  const inventory = await standing(asker);
  // That nobody scanned yet is no error.
  const error = inventory === null && !current.isThere ? undefined : current.error?.message;
  return {
    version: VERSION,
    now: new Date().toISOString(),
    inventory,
    ...(error !== undefined && { error }),
    scanning: rescan?.scanning ?? null,
    rescan: rescan?.state ?? null,
    volumeMounted: volume() !== undefined,
  };
}

async function standing(asker: Asker): Promise<Standing | null> {
  try {
    const { bytes } = await asker.ask({ name: 'standing', options: {} });
    const { schema: _, ...told } = JSON.parse(new TextDecoder().decode(bytes));
    return told;
  } catch (error) {
    if (error instanceof InventoryError) return null;
    throw error;
  }
}
