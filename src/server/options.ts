import type { GuardOptions } from './guard/options.ts';

/** What a service is started with. */
export interface ServeOptions extends GuardOptions {
  /** The inventory. */
  readonly db: string;
  /** 0 takes one that is free. */
  readonly port: number;
  /** Where the volume is mounted here: the registry's root directory, or a directory above it. */
  readonly volume?: string;
  /** How long after a scan the next one begins, in milliseconds. */
  readonly rescanMs?: number;
  /** False: of the registry's API nothing but the catalog and the tags. */
  readonly pull: boolean;
}

/** What tells the operator what happens. */
export type Say = (sentence: string) => void;
