import type { ByteString } from '../../registry/byte-string.ts';
import type { Digest } from '../../registry/digest.ts';
import type { FileStat, OpenedFile } from '../file-stat.ts';
import { type FileReader, OpenFile } from '../open-file.ts';
import type { BlobReading } from '../read-blob.ts';
import { VolumeFs, type VolumeFsOptions } from '../volume-fs.ts';
import {
  type CallName,
  type DiskCall,
  type DiskReply,
  diskCaller,
  type Given,
  type Gives,
} from './disk-calls.ts';
import { WorkPool } from './work-pool.ts';

/** How a volume is read by whoever serves others at the same time. */
export interface DiskOptions extends VolumeFsOptions {
  /**
   * How many calls may wait for the disk at once. With none, which only tests ask for, the calling thread waits.
   * @default 4
   */
  readonly threads?: number;
}

const THREADS = 4;

/**
 * A volume whose disk is waited for in threads of its own, through the same door as a scan's: on the event loop a disk
 * that is slow, or does not answer at all, would keep everybody waiting, and in the threads that Node has for files it
 * would keep the page's files and the compression of answers.
 */
export class Disk implements FileReader {
  readonly #options: DiskOptions;
  #pool: WorkPool<DiskCall, DiskReply> | undefined;

  constructor(options: DiskOptions) {
    this.#options = options;
  }

  /** True where there is a volume at all. */
  hasVolume(): Promise<boolean> {
    return this.#call('hasVolume');
  }

  /** What is at `path`, or undefined where nothing is. */
  look(path: ByteString): Promise<FileStat | undefined> {
    return this.#call('look', path);
  }

  /** As VolumeFs.readLink. */
  readLink(path: ByteString): Promise<Gives<'readLink'>> {
    return this.#call('readLink', path);
  }

  /** The names of the directories in one, in bytewise order. */
  directories(path: ByteString): Promise<ByteString[]> {
    return this.#call('directories', path);
  }

  /** Reads and hashes a small blob, as `readBlob` does. */
  async readBlob(digest: Digest, limit: number, storedAs = digest): Promise<BlobReading> {
    const reading = await this.#call('readBlob', digest, limit, storedAs);
    return 'content' in reading ? { content: asBuffer(reading.content) } : reading;
  }

  /** Opens a file, as VolumeFs.openFile does. The caller closes it. */
  async openFile(path: ByteString): Promise<OpenFile | FileStat | undefined> {
    const opened = await this.#call('openFile', path);
    return opened !== undefined && 'fd' in opened ? new OpenFile(opened, this) : opened;
  }

  async readFile(file: OpenedFile, position: number, length: number): Promise<Buffer> {
    return asBuffer(await this.#call('readFile', file, position, length));
  }

  closeFile(file: OpenedFile): Promise<void> {
    return this.#call('closeFile', file);
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.close();
  }

  /** @throws the file system's errors */
  async #call<Name extends CallName>(name: Name, ...given: Given<Name>): Promise<Gives<Name>> {
    const reply = await this.#carryOut({ name, given });
    if ('value' in reply) return reply.value as Gives<Name>;
    const { message, ...codes } = reply.failed;
    throw Object.assign(new Error(message), codes);
  }

  async #carryOut(call: DiskCall): Promise<DiskReply> {
    this.#pool ??= this.#start();
    const pool = this.#pool;
    try {
      return await pool.run(call);
    } catch (error) {
      // A thread that died answers no more: the next call starts others.
      if (this.#pool === pool) await this.close();
      throw error;
    }
  }

  #start(): WorkPool<DiskCall, DiskReply> {
    const { threads = THREADS, ...options } = this.#options;
    const work = {
      module: new URL('./disk-worker.js', import.meta.url),
      setup: options,
      keepsFilesOpen: true,
      performHere: async () => diskCaller(new VolumeFs(options)),
    };
    return new WorkPool(work, threads);
  }
}

/** Bytes that came from another thread are no Buffer any more. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
