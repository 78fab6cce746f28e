import type { MatchName } from '../../registry/name-pattern.ts';

/** A rule of retention: that of the command line, or one of a policy. */
export interface RetentionRule {
  /** What a policy calls it. */
  readonly name?: string;
  /** The repositories it is about; none for all. */
  readonly repositories: readonly MatchName[];
  /** The tags it is about; none for all. */
  readonly tags: readonly MatchName[];
  /** The same as they were written, where it was on a command line. */
  readonly tagTexts?: readonly string[];
  /** True where patterns for tags were given, be it one for all. */
  readonly hasTagPatterns: boolean;
  /** So many of the newest images stay. */
  readonly keepLast?: number;
  /** What is not older stays. */
  readonly olderThanMs?: number;
  /** All stay. */
  readonly keepAll: boolean;
  /** Selects images without a tag, beside the tags it may decide. */
  readonly untagged: boolean;
  /** The same, and it decides no tags. */
  readonly untaggedOnly: boolean;
  /** Selects what is attached to images that are in no repository any more. */
  readonly orphaned: boolean;
}

/** What a rule is that says nothing yet: others begin with it. */
export const SAYS_NOTHING: RetentionRule = {
  repositories: [],
  tags: [],
  hasTagPatterns: false,
  keepAll: false,
  untagged: false,
  untaggedOnly: false,
  orphaned: false,
};
