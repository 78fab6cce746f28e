import type { HashedBlob } from '../facts/hashed-blob.ts';
import type { DigestList } from '../registry/digest-list.ts';
import { type HashTally, hashBlobs } from '../volume/hashes.ts';
import { WorkPool } from '../volume/threads/work-pool.ts';
import { VolumeFs, type VolumeFsOptions } from '../volume/volume-fs.ts';

/** What a thread that hashes is started with. */
export interface HashSetup {
  readonly volume: VolumeFsOptions;
  readonly tally: HashTally;
}

/** Threads that hash blobs. */
export class HashPool {
  readonly #pool: WorkPool<DigestList, HashedBlob[]>;
  readonly #atOnce: number;

  /** `tally` is told the bytes of each step. */
  constructor(volume: VolumeFsOptions, threads: number, tally: HashTally) {
    const work = {
      module: new URL('./hash-worker.js', import.meta.url),
      setup: { volume, tally } satisfies HashSetup,
      performHere: async () => {
        const volumeFs = new VolumeFs(volume);
        return (digests: DigestList) => hashBlobs(volumeFs, digests, tally);
      },
    };
    this.#pool = new WorkPool(work, threads);
    this.#atOnce = Math.max(1, threads);
  }

  /** A thread is given a piece when it has done the last, because one may take minutes. */
  hash(pieces: Iterable<DigestList>): AsyncGenerator<HashedBlob[]> {
    return this.#pool.runAll(pieces, this.#atOnce);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
