import { VolumeError } from '../errors.ts';
import { BLOBS } from '../registry/layout.ts';
import { errorCode } from './system-error.ts';
import { VolumeFs, type VolumeFsOptions } from './volume-fs.ts';

/**
 * Opens a volume to read blobs of it.
 * @throws VolumeError where it has none: where a disk is not mounted, all blobs are missing, and that is no answer.
 */
export function openVolume(options: VolumeFsOptions): VolumeFs {
  const fs = new VolumeFs(options);
  if (hasBlobs(fs, options.root)) return fs;
  throw new VolumeError(
    `There are no blobs in ${options.root}: is the disk mounted? --volume names another place for it.`,
  );
}

function hasBlobs(fs: VolumeFs, volume: string): boolean {
  try {
    return (fs.list(BLOBS) ?? []).length > 0;
  } catch (error) {
    throw new VolumeError(`The blobs of ${volume} cannot be read: ${errorCode(error)}.`, { cause: error });
  }
}
