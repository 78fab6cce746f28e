import type { ByteString } from '../registry/byte-string.ts';
import type { TestHooks } from './test-hooks.ts';

const SLEEPER = new Int32Array(new SharedArrayBuffer(4));

/** The calls to a volume: counts them, and delays them and makes them fail where a test says so. */
export class VolumeCalls {
  readonly #hooks: TestHooks;
  #count = 0;

  constructor(hooks: TestHooks = {}) {
    this.#hooks = hooks;
  }

  /** How many calls there were. */
  get count(): number {
    return this.#count;
  }

  /** Begins a call. True where what it reads is to be falsified. */
  begin(path: ByteString): boolean {
    this.#count++;
    const { fault, delayMs } = this.#hooks;
    if (delayMs !== undefined && delayMs > 0) Atomics.wait(SLEEPER, 0, 0, delayMs);
    if (fault === undefined || this.#count < fault.call) return false;
    if (this.#count > fault.call && fault.sticky !== true) return false;
    if (fault.code !== 'flip') {
      throw Object.assign(new Error(`${fault.code}: fault of a test, '${path}'`), { code: fault.code });
    }
    return true;
  }
}
