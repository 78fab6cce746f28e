import type { ByteString } from '../registry/byte-string.ts';
import { systemError } from './system-error.ts';
import type { VolumeFs } from './volume-fs.ts';

/**
 * What an access finds at a path that a directory names. Nothing, undefined, is believed only where the directory does
 * not name it any more: whatever removes it takes its name away.
 * @throws where the disk names it and has nothing there: because it errs, or because the path is too long to be reached.
 */
export function unlessNamed<T>(fs: VolumeFs, path: ByteString, access: () => T | undefined): T | undefined {
  const found = access();
  if (found !== undefined || fs.isGone(path)) return found;
  // It may have been made anew between the two looks.
  const again = access();
  if (again === undefined) throw systemError('ENOENT', 'is named by its directory, and not there');
  return again;
}

/** The same of a directory: nothing is listed of what is none, either. */
export function listNamed<T>(fs: VolumeFs, path: ByteString, list: () => T | undefined): T | undefined {
  const listed = list();
  return listed !== undefined || fs.isNoDirectory(path) ? listed : unlessNamed(fs, path, list);
}
