import { DEFAULT_MIN_AGE_MS } from '../analyze/times.ts';
import { certaintyOf } from '../analyze/trust/trust.ts';
import { REGISTRY_FAMILIES } from '../gc/registry-version.ts';
import type { PlannedVolume } from '../plan/planned-volume.ts';
import type { PlanRequest } from '../plan/request.ts';
import { type RetentionRule, SAYS_NOTHING } from '../plan/rules/rule.ts';
import { whatFrees } from '../plan/what-frees.ts';
import type { Lever } from './lever.ts';

const KEPT = 10;
const DAYS = 90;

/** The rules that people begin with, and how they are asked for. */
const RULES: ReadonlyArray<{
  readonly lever: Lever['lever'];
  readonly rule: RetentionRule;
  readonly options: string;
}> = [
  { lever: 'untagged', rule: { ...SAYS_NOTHING, untaggedOnly: true }, options: '--untagged-only' },
  { lever: 'keep-last', rule: { ...SAYS_NOTHING, keepLast: KEPT }, options: `--keep-last ${KEPT}` },
  {
    lever: 'older-than',
    rule: { ...SAYS_NOTHING, olderThanMs: DAYS * 24 * 60 * 60 * 1000 },
    options: `--older-than ${DAYS}d`,
  },
];

/** What common rules would free: one lever a rule, or several where the families differ. */
export function ruleLevers(volume: PlannedVolume): Lever[] {
  const isUndetermined = certaintyOf(volume.trust, false).undetermined;
  return RULES.flatMap(({ lever, rule, options }) => {
    const frees = whatFrees(volume, REGISTRY_FAMILIES, requestOf(rule));
    const groups = new Map(frees.map(({ images, freed }) => [freed.bytes, { images, freed }]));
    return [...groups].map(([bytes, { images }]) => ({
      lever,
      families: frees.filter(({ freed }) => freed.bytes === bytes).map(({ family }) => family),
      count: images,
      bytes,
      breaksTags: 0,
      ...(isUndetermined && { undetermined: true as const }),
      command: `stowage plan ${options}`,
    }));
  });
}

function requestOf(rule: RetentionRule): PlanRequest {
  return {
    scope: [],
    rules: [rule],
    isPolicy: false,
    protection: { patterns: [], protectsLatest: true },
    minAgeMs: DEFAULT_MIN_AGE_MS,
    inUseMayBeEmpty: false,
  };
}
