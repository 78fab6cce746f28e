import type { DigestList } from '../../registry/digest-list.ts';

/** Configs of images that were read. Texts are indexes into `texts`; -1 is none. */
export interface ConfigsFact {
  readonly fact: 'configs';
  readonly digests: DigestList;
  readonly texts: readonly string[];
  /** Microseconds since 1970; NaN where it says none. */
  readonly createdAt: Float64Array;
  readonly platforms: Int32Array;
  readonly sources: Int32Array;
  readonly revisions: Int32Array;
  readonly versions: Int32Array;
  readonly vendors: Int32Array;
  /** {@link ConfigFault}s. */
  readonly faults: Int32Array;
  /** How many diff_ids each has; 0 where they are not known. */
  readonly diffIdCounts: Uint32Array;
  /** Those of all, config after config: 32 bytes each. */
  readonly diffIds: Uint8Array;
  /** Of a config with diff_ids, 1 where a history line is known for each. */
  readonly haveLines: Uint8Array;
  /** The lines of all that have any, config after config: indexes into `lineTexts`; -1 where it is empty. */
  readonly lines: Int32Array;
  readonly lineTexts: readonly string[];
  /** The sha256 of each of them, by which the same one is known again. */
  readonly lineDigests: DigestList;
}

/** Why nothing is known of a config that is there. */
export type ConfigFault = 'unreadable' | 'too-large' | 'not-json';
