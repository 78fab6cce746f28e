import type { Digest } from '../../registry/digest.ts';
import { BLOBS, blobDataPath, REPOSITORIES } from '../../registry/layout.ts';
import type { FileStat } from '../../volume/file-stat.ts';
import { OpenFile } from '../../volume/open-file.ts';
import { VolumeFs, type VolumeFsOptions } from '../../volume/volume-fs.ts';
import { CheckedFiles } from './checked-files.ts';
import { asUnreadable } from './damaged.ts';
import { RegistryFault } from './fault.ts';

/** The volume that is served, and what was found out about its blobs while they were. */
export class ServedVolume {
  readonly fs: VolumeFs;
  readonly checked = new CheckedFiles();

  constructor(options: VolumeFsOptions) {
    this.fs = new VolumeFs(options);
  }

  /**
   * Opens the bytes of a blob.
   * @throws RegistryFault where there is no file, or none that may be served.
   */
  openBlob(digest: Digest, storedAs: Digest): OpenFile {
    const [algorithm, hex] = storedAs.split(':') as [string, string];
    const opened = this.fs.openFile(blobDataPath(algorithm, hex));
    if (opened instanceof OpenFile) return opened;
    if (opened === undefined) {
      this.refuseIfGone();
      throw asUnreadable('BLOB_UNKNOWN', digest, { code: 'missing' });
    }
    throw asUnreadable('BLOB_UNKNOWN', digest, { code: 'unreadable', detail: describe(opened) });
  }

  /**
   * Where a disk is not mounted nothing is there, which is no answer: a client would take its images for gone.
   * @throws RegistryFault where the volume has no blobs and no repositories.
   */
  refuseIfGone(): void {
    if ([BLOBS, REPOSITORIES].every((path) => this.fs.look(path)?.kind !== 'directory'))
      throw new RegistryFault('UNAVAILABLE', { reason: 'there is no volume: is the disk mounted?' });
  }
}

function describe({ kind, symlink }: FileStat): string {
  return kind === 'file' && symlink !== undefined ? 'symlink out of the volume' : kind;
}
