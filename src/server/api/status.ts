import { InventoryError } from '../../errors.ts';
import { stowageVersion } from '../../version.ts';
import type { Asker } from '../asking/asker.ts';
import type { Current } from '../current/current.ts';
import type { Rescan, RescanState, Scanning } from '../rescan/rescan.ts';
import type { Standing } from './answers/standing.ts';

const VERSION = stowageVersion();

/** How it goes with the service and the inventory that it serves. */
export interface StatusJson {
  readonly version: string;
  /** The service's own clock. */
  readonly now: string;
  /** null while there is none. */
  readonly inventory: Standing | null;
  /** Why there is none, or why the one that lies there now is not the one that is served. */
  readonly error?: string;
  /** null where the service itself does not scan at the moment. */
  readonly scanning: Scanning | null;
  /** null where the service does not scan by itself. */
  readonly rescan: RescanState | null;
  /** True where blobs can be read, and images pulled. */
  readonly volumeMounted: boolean;
}

/** What the status is made of. */
export interface StatusParts {
  readonly asker: Asker;
  readonly current: Current;
  readonly rescan: Rescan | undefined;
  readonly volume: () => string | undefined;
}

export async function statusOf({ asker, current, rescan, volume }: StatusParts): Promise<StatusJson> {
  const inventory = await standing(asker);
  const error = current.error?.message;
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
