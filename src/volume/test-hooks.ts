import type { ByteString } from '../registry/byte-string.ts';
import type { VolumeFsOptions } from './volume-fs-options.ts';

const SLEEPER = new Int32Array(new SharedArrayBuffer(4));

/** What tests and benchmarks plant into the calls to a volume: the delay of a slow disk, the faults of a failing one. */
export class Planted {
  readonly #options: VolumeFsOptions;
  #calls = 0;

  constructor(options: VolumeFsOptions) {
    this.#options = options;
  }

  /** How many calls there were. */
  get calls(): number {
    return this.#calls;
  }

  /** Counts a call, and does what is planted for it. True where what it reads is to be falsified. */
  enter(path: ByteString): boolean {
    this.#calls++;
    const { fault, delayMs } = this.#options;
    if (delayMs !== undefined && delayMs > 0) Atomics.wait(SLEEPER, 0, 0, delayMs);
    if (fault === undefined || this.#calls < fault.call) return false;
    if (this.#calls > fault.call && fault.sticky !== true) return false;
    if (fault.code !== 'flip') {
      throw Object.assign(new Error(`${fault.code}: planted fault, '${path}'`), { code: fault.code });
    }
    return true;
  }
}
