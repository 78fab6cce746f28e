import type { TagHistories } from '../facts/fingerprints.ts';

/** How the scan treats what it meets. */
export interface ReadingRules {
  /** Read every layer link and list every directory, not only those that stat shows to be odd. */
  readonly readEveryLink: boolean;
  /** Open no link, of what is found only the fingerprint counts: the histories of tags, as they were. */
  readonly onlyLooksAt?: TagHistories;
}

/**
 * What is lost with a place that cannot be read: `references`, so that nothing can be called unreferenced with
 * certainty any more, or no more than `bytes` that do not add up.
 */
export type Loss = 'references' | 'bytes';
