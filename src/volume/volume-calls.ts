import type { ByteString } from '../registry/byte-string.ts';
import { systemError } from './system-error.ts';
import type { TestHooks } from './test-hooks.ts';

const SLEEPER = new Int32Array(new SharedArrayBuffer(4));

/** What a test makes of what a call reads. */
export type Falsified = 'flip' | 'short' | undefined;

/** The calls to a volume: counts them, and delays them and makes them fail where a test says so. */
export class VolumeCalls {
  readonly #hooks: TestHooks;
  #count = 0;
  #reads = 0;
  #failedPath: ByteString | undefined;

  constructor(hooks: TestHooks = {}) {
    this.#hooks = hooks;
  }

  /** How many calls there were. */
  get count(): number {
    return this.#count;
  }

  /** Begins a call that reads no bytes of a file. */
  begin(path: ByteString): void {
    this.#count++;
    this.#delay();
    if (!this.#falsifies) this.#fail(path, this.#count);
  }

  /** Begins a call that reads bytes of a file; tells what is to become of them. */
  beginRead(path: ByteString): Falsified {
    this.#count++;
    this.#reads++;
    this.#delay();
    return this.#fail(path, this.#falsifies ? this.#reads : this.#count);
  }

  /** True where a test lets calls succeed, and makes something else of what they read. */
  get #falsifies(): boolean {
    const code = this.#hooks.fault?.code;
    return code === 'flip' || code === 'short';
  }

  #delay(): void {
    const { delayMs } = this.#hooks;
    if (delayMs !== undefined && delayMs > 0) Atomics.wait(SLEEPER, 0, 0, delayMs);
  }

  #fail(path: ByteString, count: number): Falsified {
    const { fault } = this.#hooks;
    if (fault === undefined || count < fault.call) return undefined;
    if (count === fault.call) this.#failedPath = path;
    else if (fault.sticky === 'path' ? path !== this.#failedPath : fault.sticky !== true) return undefined;
    if (fault.code === 'flip' || fault.code === 'short') return fault.code;
    throw systemError(fault.code, `fault of a test, '${path}'`);
  }

  /** The entries of a directory as it lists them, or in the order that a test wants. */
  listed<Listed extends { readonly name: ByteString }>(entries: Listed[]): Listed[] {
    const { listing } = this.#hooks;
    if (listing === undefined) return entries;
    const places = new Map(entries.map((entry) => [entry, placeOf(entry.name, listing)]));
    return entries.sort((a, b) => (places.get(a) as number) - (places.get(b) as number));
  }
}

/** A number that looks random. */
function placeOf(name: ByteString, seed: number): number {
  let hash = seed;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
