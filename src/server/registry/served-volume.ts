import type { Digest } from '../../registry/digest.ts';
import { blobDataPath } from '../../registry/layout.ts';
import type { FileStat } from '../../volume/file-stat.ts';
import { OpenFile } from '../../volume/open-file.ts';
import { Disk, type DiskOptions } from '../../volume/threads/disk.ts';
import { CheckedFiles } from './checked-files.ts';
import { asUnreadable } from './damaged.ts';
import { RegistryFault } from './fault.ts';

/** Volumes by their root: that of the inventory, which the next scan may be of another, or where it is mounted here. */
export class ServedVolumes {
  readonly #options: Omit<DiskOptions, 'root'>;
  readonly #volumes = new Map<string, ServedVolume>();

  constructor(options: Omit<DiskOptions, 'root'> = {}) {
    this.#options = options;
  }

  at(root: string): ServedVolume {
    const volume = this.#volumes.get(root) ?? new ServedVolume({ ...this.#options, root });
    this.#volumes.set(root, volume);
    return volume;
  }

  /** Ends the threads that wait for their disks. */
  async close(): Promise<void> {
    await Promise.all([...this.#volumes.values()].map(({ disk }) => disk.close()));
  }
}

/** The volume that is served, and what was found out about its blobs while they were. */
export class ServedVolume {
  readonly disk: Disk;
  readonly checked = new CheckedFiles();

  constructor(options: DiskOptions) {
    this.disk = new Disk(options);
  }

  /**
   * Opens the bytes of a blob.
   * @throws RegistryFault where there is no file, or none that may be served.
   */
  async openBlob(digest: Digest, storedAs: Digest): Promise<OpenFile> {
    const [algorithm, hex] = storedAs.split(':') as [string, string];
    const opened = await this.disk.openFile(blobDataPath(algorithm, hex));
    if (opened instanceof OpenFile) return opened;
    if (opened === undefined) {
      await this.refuseIfGone();
      throw asUnreadable('BLOB_UNKNOWN', digest, { code: 'missing' });
    }
    throw asUnreadable('BLOB_UNKNOWN', digest, { code: 'unreadable', detail: describe(opened) });
  }

  /**
   * Where a disk is not mounted nothing is there, which is no answer: a client would take its images for gone.
   * @throws RegistryFault where the volume has no blobs and no repositories.
   */
  async refuseIfGone(): Promise<void> {
    if (!(await this.disk.hasVolume()))
      throw new RegistryFault('UNAVAILABLE', { reason: 'there is no volume: is the disk mounted?' });
  }
}

function describe({ kind, symlink }: FileStat): string {
  return kind === 'file' && symlink !== undefined ? 'symlink out of the volume' : kind;
}
