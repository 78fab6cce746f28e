/** Errors that a test makes of a call, by the names that the system gives them. */
type FaultCode =
  | 'EIO'
  | 'EACCES'
  | 'ENOENT'
  | 'ENOTDIR'
  | 'ELOOP'
  | 'ESTALE'
  | 'EUCLEAN'
  | 'EBADMSG'
  | 'ENOMEM'
  | 'EMFILE'
  | 'ENAMETOOLONG';

/** What tests and benchmarks make of a volume's disk and clock. No option of a scan: nobody else has a use for it. */
export interface TestHooks {
  /**
   * What the disk does wrong: the n-th call (from 1) fails with `code`; each system call is one. In place of a code, the
   * n-th read of a file's bytes `flip`s a bit, or gives but the first half: `short`.
   */
  readonly fault?: {
    readonly call: number;
    readonly code: FaultCode | 'flip' | 'short';
    /** True for every call from it on as well, `path` for those on the same path. */
    readonly sticky?: boolean | 'path';
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
  /** Directories list their entries in an order of their own, another for each number. */
  readonly listing?: number;
  /** What is of the one scan and of no other (what is free on the disk is left out), so that inventories can be compared byte for byte. */
  readonly scan?: { readonly id: string; readonly beganAtMs: number; readonly durationMs: number };
}

/** Options to which tests add their hooks. */
export interface Hooked {
  readonly hooks?: TestHooks;
}
