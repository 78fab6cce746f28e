/** What tests and benchmarks make of a volume's disk and clock. No option of a scan: nobody else has a use for it. */
export interface TestHooks {
  /**
   * What the disk does wrong: the n-th call (from 1), or every call from it on, fails with `code`, or `flip`s a bit of
   * what it reads of a file that is hashed. Each step of hashing is a call.
   */
  readonly fault?: {
    readonly call: number;
    readonly code: 'EIO' | 'EACCES' | 'ESTALE' | 'flip';
    readonly sticky?: boolean;
  };
  /**
   * Milliseconds added to every call, as a slow disk does.
   * @default 0
   */
  readonly delayMs?: number;
  /**
   * How coarse the volume's clock is taken to be. What was changed so shortly before a scan is read again by the next.
   * @default 2000
   */
  readonly clockGranularityMs?: number;
}

/** Options to which tests add their hooks. */
export interface Hooked {
  readonly hooks?: TestHooks;
}
