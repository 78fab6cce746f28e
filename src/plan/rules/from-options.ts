import { isUtf8 } from 'node:buffer';
import { DEFAULT_MIN_AGE_MS } from '../../analyze/times.ts';
import { UsageError } from '../../errors.ts';
import { type MatchName, type PatternFault, parseNamePattern } from '../../registry/name-pattern.ts';
import { parseRepositoryPattern, type RepositoryPattern } from '../../registry/repository-pattern.ts';
import { type Policy, parsePolicy } from '../policy/parse-policy.ts';
import type { PlanRequest } from '../request.ts';
import { namesInUse } from '../stay/in-use.ts';
import { parseProtectPattern } from './protect-pattern.ts';
import type { ProtectPattern } from './protection.ts';
import type { RetentionRule } from './rule.ts';
import { assertRule } from './rule-fault.ts';

/** A file that somebody handed over. */
interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What people say they want, with patterns as they wrote them. */
export interface PlanOptions {
  /** Patterns of repositories. @default all */
  readonly repository?: readonly string[];
  /** Patterns of tags. @default all */
  readonly match?: readonly string[];
  readonly keepLast?: number;
  /** In milliseconds. */
  readonly olderThan?: number;
  readonly untagged?: boolean;
  readonly untaggedOnly?: boolean;
  readonly orphaned?: boolean;
  readonly protect?: readonly string[];
  /** @default true */
  readonly protectLatest?: boolean;
  /** A list of what is running. */
  readonly inUse?: GivenFile;
  readonly inUseMayBeEmpty?: boolean;
  /** In milliseconds. @default 24 hours */
  readonly minAge?: number;
  readonly policy?: GivenFile;
  /** In bytes. */
  readonly free?: number;
}

/**
 * What a plan is asked for.
 * @throws UsageError for options that make no sense, or not together, and for a policy that is none.
 */
export async function requestFrom(options: PlanOptions): Promise<PlanRequest> {
  const { repository = [], protect = [], protectLatest = true, minAge, free, inUse } = options;
  const policy = options.policy === undefined ? undefined : await readPolicy(options, options.policy);
  const rules = policy?.rules ?? [ruleFrom(options)];
  const patterns = [...protect.map(protectPattern), ...(policy?.protect ?? [])];
  return {
    scope: repository.map((text) => ({ text, pattern: repositoryPattern(text) })),
    rules,
    isPolicy: policy !== undefined,
    protection: { patterns, protectsLatest: protectLatest },
    minAgeMs: minAge ?? DEFAULT_MIN_AGE_MS,
    ...(inUse !== undefined && { inUse: readInUse(inUse) }),
    inUseMayBeEmpty: options.inUseMayBeEmpty ?? false,
    ...(free !== undefined && { freeBytes: free }),
  };
}

function readInUse({ name, bytes }: GivenFile): string[] {
  if (isUtf8(bytes)) return namesInUse(new TextDecoder().decode(bytes));
  throw new UsageError(
    `--in-use ${name}: this is no UTF-8, as PowerShell writes none by itself: write it as UTF-8.`,
  );
}

/** Options that a policy says itself, rule by rule. */
const OF_RULES = {
  match: '--match',
  keepLast: '--keep-last',
  olderThan: '--older-than',
  untagged: '--untagged',
  untaggedOnly: '--untagged-only',
  orphaned: '--orphaned',
} as const;

function readPolicy(options: PlanOptions, { bytes, name }: GivenFile): Promise<Policy> {
  for (const [key, option] of Object.entries(OF_RULES))
    if (isGiven(options[key as keyof typeof OF_RULES]))
      throw new UsageError(`${option} cannot go with --policy: write it into a rule of ${name}.`);
  return parsePolicy(bytes, name);
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}

/** The one rule of the command line. */
function ruleFrom(options: PlanOptions): RetentionRule {
  const {
    match = [],
    keepLast,
    olderThan,
    untagged = false,
    untaggedOnly = false,
    orphaned = false,
  } = options;
  const rule: RetentionRule = {
    repositories: [],
    tags: match.map(tagPattern),
    tagTexts: match,
    hasTagPatterns: match.length > 0,
    ...(keepLast !== undefined && { keepLast }),
    ...(olderThan !== undefined && { olderThanMs: olderThan }),
    keepAll: false,
    untagged,
    untaggedOnly,
    orphaned,
  };
  assertRule(rule);
  return rule;
}

function repositoryPattern(text: string): RepositoryPattern {
  const pattern = parseRepositoryPattern(text);
  if ('fault' in pattern) throw noPattern('--repository', text, pattern, 'team/*');
  if (pattern.tag === undefined) return pattern;
  throw new UsageError(
    `--repository '${text}' names a tag: expected a repository or a pattern such as 'team/*'.`,
  );
}

/** No tag has a slash or a colon: what has one names a repository. */
function tagPattern(text: string): MatchName {
  const bare = text.trim();
  if (/[/:]/.test(bare))
    throw new UsageError(
      `--match '${text}' names a repository: expected tags alone, such as 'v1.*'. Say --repository for the other.`,
    );
  const match = parseNamePattern(bare);
  if (typeof match === 'function') return match;
  throw noPattern('--match', text, match, 'v1.*');
}

function protectPattern(text: string): ProtectPattern {
  const pattern = parseProtectPattern(text);
  if (!('fault' in pattern)) return pattern;
  throw noPattern('--protect', text, pattern, 'rel-*');
}

function noPattern(option: string, text: string, { fault }: PatternFault, example: string): UsageError {
  return new UsageError(`${option} '${text}' is no pattern: ${fault}. Expected one such as '${example}'.`);
}
