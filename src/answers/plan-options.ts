import { DEFAULT_MIN_AGE_MS } from '../analyze/times.ts';
import { parseDuration } from '../duration.ts';
import type { PlanOptions } from '../plan/rules/from-options.ts';
import type { ListOptions } from './lists.ts';
import { limitOption, type OptionSpec, orderOptions, parseCount, parseSize } from './options.ts';

/** Options of the question after what a retention rule would delete and free. */
export interface PlanQuestionOptions extends ListOptions, PlanOptions {
  /**
   * The version of the registry, as the operator says it.
   * @default one of each family
   */
  readonly registry?: string;
  /** A tag or digest of which one wants to know why it goes or stays. */
  readonly explain?: string;
}

/** Rows of each list for people. */
export const PLAN_ROWS = 10;

/** What people can say of a plan. */
export const PLAN_OPTIONS: { readonly [Key in keyof PlanQuestionOptions]?: OptionSpec } = {
  registry: {
    flags: '--registry <version>',
    description:
      "the registry's version: 2.8.3, registry:2, or what 'registry --version' prints (default: both families)",
  },
  repository: {
    flags: '--repository <pattern>',
    description: "only repositories of this name: 'team/*', 'team/**' (repeatable)",
    default: [],
    isRepeatable: true,
  },
  match: {
    flags: '--match <pattern>',
    description: "only tags of this name: 'pr-*', 'v[0-9]*', '{a,b}-*' (repeatable)",
    default: [],
    isRepeatable: true,
  },
  keepLast: {
    flags: '--keep-last <n>',
    description: 'keep the n newest images of each repository, of those that are matched',
    parse: parseCount,
  },
  olderThan: {
    flags: '--older-than <duration>',
    description: 'keep what was pushed or tagged since: 90d, 36h',
    parse: parseDuration,
  },
  untagged: { flags: '--untagged', description: 'select images without a tag, too' },
  untaggedOnly: { flags: '--untagged-only', description: 'select images without a tag, and no tags' },
  orphaned: {
    flags: '--orphaned',
    description: 'select signatures and the like whose image is in no repository any more',
  },
  protect: {
    flags: '--protect <pattern>',
    description: "keep these tags, and do not count them: 'rel-*', 'team/app:stable', 'team/**' (repeatable)",
    default: [],
    isRepeatable: true,
  },
  protectLatest: { flags: '--no-protect-latest', description: "treat 'latest' as any other tag" },
  inUse: {
    flags: '--in-use <file>',
    description: 'keep the images named in this file, such as imageIDs of running pods; - is stdin',
    isFile: true,
  },
  inUseMayBeEmpty: {
    flags: '--in-use-may-be-empty',
    description: 'go on where that file names nothing of this volume',
  },
  minAge: {
    flags: '--min-age <duration>',
    description: 'keep what was pushed or tagged less than this before the scan',
    parse: parseDuration,
    default: DEFAULT_MIN_AGE_MS,
    defaultText: '24h',
  },
  policy: {
    flags: '--policy <file>',
    description: 'a list of rules, in YAML, in place of those options (see docs/policy.md); - is stdin',
    isFile: true,
  },
  free: {
    flags: '--free <size>',
    description: 'delete no more than it takes to free this much, the oldest first: 200G',
    parse: parseSize,
  },
  explain: {
    flags: '--explain <reference>',
    description: 'say why a tag, or an image by its digest, goes or stays',
  },
  ...orderOptions(['name', 'bytes']),
  limit: limitOption(PLAN_ROWS, 'rows of each list'),
};
