import type { RepositoryPattern } from '../registry/repository-pattern.ts';
import type { Protection } from './rules/protection.ts';
import type { RetentionRule } from './rules/rule.ts';

/** What a plan is asked for, with its patterns parsed. */
export interface PlanRequest {
  /** The repositories that are looked at; none for all. */
  readonly scope: ReadonlyArray<{ readonly text: string; readonly pattern: RepositoryPattern }>;
  readonly rules: readonly RetentionRule[];
  /** True where the rules come from a policy, so that answers say which decided. */
  readonly isPolicy: boolean;
  readonly protection: Protection;
  readonly minAgeMs: number;
  /** Names in a list of running images; undefined where none was given. */
  readonly inUse?: readonly string[];
  /** True where such a list may name nothing of the volume. */
  readonly inUseMayBeEmpty: boolean;
  /** So many bytes are to become free, and no more is to be deleted than that takes. */
  readonly freeBytes?: number;
}

/** What answers call a rule: of the command line there is only one. */
export function ruleName({ rules, isPolicy }: PlanRequest, rule: number | undefined): string | undefined {
  if (!isPolicy || rule === undefined) return undefined;
  return rules[rule]?.name ?? `rule ${rule + 1}`;
}
