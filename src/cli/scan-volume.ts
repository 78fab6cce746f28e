import path from 'node:path';
import { UsageError, VolumeError } from '../errors.ts';
import { countOf } from '../render/format.ts';
import type { CommonOptions, ScanCommandOptions } from './options.ts';
import { complain, print } from './terminal.ts';

/** Finds the one volume that `given` names and takes its inventory, with progress on a terminal. */
export async function scanVolume(given: string, options: CommonOptions & ScanCommandOptions): Promise<void> {
  const volume = await findOneVolume(given);
  const { takeInventory } = await import('../take-inventory.ts');
  const { ScanProgressLine } = await import('./progress.ts');
  const progress = new ScanProgressLine(options.quiet === true);
  const stopWatching = await cleanUpOnSignal(options.db);
  try {
    const { unrecorded, changedDirectories } = await takeInventory({
      volume,
      db: options.db,
      settleMs: options.settle,
      follow: options.follow,
      readEveryLink: options.readLinks === 'all',
      full: options.full === true,
      configs: options.configs,
      onProgress: (step) => progress.update(step),
      ...(options.threads !== undefined && { threads: options.threads }),
      ...(options.cache !== undefined && { cache: options.cache }),
      ...(options.keep !== undefined && { keepEventsMs: options.keep }),
    });
    progress.stop();
    if (unrecorded !== undefined) complain(`stowage: ${unrecorded}`);
    if (options.quiet !== true) complainOfChanges(changedDirectories);
  } finally {
    progress.stop();
    stopWatching();
  }
  await complainOfLoss(options.db);
}

/** Says that the volume changed under the scan, which tells of different moments then. */
function complainOfChanges(directories: number): void {
  if (directories === 0) return;
  const where = countOf(directories, 'directory of blobs', 'directories of blobs');
  complain(
    `stowage: While the volume was read, blobs came or went in ${where}: a registry or a collector is at work in it.`,
  );
}

/** Says where more than half of the volume is gone since the scan before: its disk may not be mounted. */
async function complainOfLoss(db: string): Promise<void> {
  const { openInventory } = await import('../inventory/read/reader.ts');
  const { findLoss } = await import('../analyze/trust/loss.ts');
  const { lossText } = await import('../render/text/parts/warnings.ts');
  const inventory = openInventory(db);
  const loss = findLoss(inventory);
  if (loss !== undefined) complain(`stowage: ${lossText(loss, inventory.scan.volume)}`);
  inventory.close();
}

/** Where the volume is now, if somebody said so. */
export async function placeOf(given: string | undefined): Promise<{ readonly volume?: string }> {
  return given === undefined ? {} : { volume: await findOneVolume(given) };
}

/** The one volume that `given` names. */
export async function findOneVolume(given: string): Promise<string> {
  const { findVolumes } = await import('../volume/find-volumes.ts');
  const [volume, ...others] = await findVolumes(given);
  if (volume === undefined) {
    throw new VolumeError(
      `There is no registry volume at ${given}: expected a directory with docker/registry/v2 in it. Is the disk mounted?`,
    );
  }
  if (others.length === 0) return volume;
  const { volumeLines } = await import('../render/text/volumes.ts');
  const list = volumeLines([volume, ...others])
    .map((each) => `  ${each}`)
    .join('\n');
  throw new UsageError(`There are several registry volumes in ${given}; name one of them:\n${list}`);
}

/** An interrupted scan takes its unfinished inventory with it; the last complete one stays. */
async function cleanUpOnSignal(db: string): Promise<() => void> {
  const { removeTemporary } = await import('../inventory/write/publish.ts');
  const { constants } = await import('node:os');
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const handler = () => {
      removeTemporary(path.resolve(db));
      process.exit(128 + constants.signals[signal]);
    };
    process.once(signal, handler);
    return () => process.removeListener(signal, handler);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}

/** Lists the volumes that lie where registries keep theirs. */
export async function listVolumes(options: CommonOptions): Promise<void> {
  const { findInUsualPlaces } = await import('../volume/find-volumes.ts');
  const { unreadLine, renderVolumes } = await import('../render/text/volumes.ts');
  const { volumes, unread } = findInUsualPlaces();
  const doubt = unreadLine(unread);
  if (doubt !== undefined && options.quiet !== true) complain(`stowage: ${doubt}`);
  if (volumes.length === 0) {
    throw new VolumeError(
      'No registry volume where registries keep theirs: name one, as in stowage scan /var/lib/registry.',
    );
  }
  const { renderJson } = await import('../render/data/json.ts');
  print(options.json === true ? renderJson('scan', { volumes, unread }) : renderVolumes(volumes));
}
