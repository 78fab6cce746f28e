/** How a volume is read. */
export interface VolumeFsOptions {
  /** The registry's root directory, absolute and real. */
  readonly root: string;
  /**
   * Follow symlinks that lead out of the volume, as the registry does.
   * @default true
   */
  readonly follow?: boolean;
  /**
   * For tests of what a failing disk does: the n-th call (from 1), or every call from it on, fails with `code`, or
   * `flip`s a bit of what it reads of a file that is hashed. Each step of hashing is a call.
   */
  readonly fault?: {
    readonly call: number;
    readonly code: 'EIO' | 'EACCES' | 'ESTALE' | 'flip';
    readonly sticky?: boolean;
  };
  /**
   * For tests and benchmarks of slow disks: milliseconds added to every call.
   * @default 0
   */
  readonly delayMs?: number;
}
