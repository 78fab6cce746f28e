import path from 'node:path';
import { LockedError, UsageError, VolumeError } from '../../errors.ts';
import { removeTemporary } from '../../inventory/write/publish.ts';
import { takeInventory } from '../../take-inventory.ts';
import { findVolumes } from '../../volume/find-volumes.ts';
import type { ScanOrder, ScanReport } from './messages.ts';

/*
 * The process that scans for the service: it takes memory and time that the service's answers are not to wait for, and it
 * can be stopped. It is told once what to do, tells how far it is, and ends.
 */

const tell = (report: ScanReport) => process.send?.(report);

process.once('message', async (order: ScanOrder) => {
  const stop = () => {
    removeTemporary(path.resolve(order.db));
    process.exit(1);
  };
  // The last one where the service was killed.
  for (const event of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect']) process.once(event, stop);
  tell(await scan(order));
  process.off('disconnect', stop);
  process.disconnect();
});

async function scan({ volume: given, db }: ScanOrder): Promise<ScanReport> {
  try {
    const volume = await findVolume(given);
    const { unrecorded } = await takeInventory({ volume, db, onProgress: (progress) => tell({ progress }) });
    return { done: unrecorded === undefined ? {} : { unrecorded } };
  } catch (error) {
    if (error instanceof LockedError) return { isLocked: true };
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

async function findVolume(given: string): Promise<string> {
  const [volume, ...others] = await findVolumes(given);
  if (volume === undefined)
    throw new VolumeError(`There is no registry volume at ${given} yet. Is the disk mounted?`);
  if (others.length > 0) throw new UsageError(`There are several registry volumes in ${given}: name one.`);
  return volume;
}
