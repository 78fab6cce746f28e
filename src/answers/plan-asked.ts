import ms from 'ms';
import { DEFAULT_MIN_AGE_MS } from '../analyze/times.ts';
import type { PlanQuestionOptions } from './plan-options.ts';

/** A rule as one would write it on a command line: who finds a plan later must see what it is of. */
export function askedText(options: PlanQuestionOptions): string {
  const { repository = [], match = [], protect = [], minAge = DEFAULT_MIN_AGE_MS } = options;
  const { keepLast, olderThan, free, policy, inUse } = options;
  const each = (flag: string, values: readonly string[]) => values.map((value) => `${flag} '${value}'`);
  const words = [
    ...(policy === undefined ? [] : [`--policy ${policy.name}`]),
    ...each('--repository', repository),
    ...each('--match', match),
    ...(keepLast === undefined ? [] : [`--keep-last ${keepLast}`]),
    ...(olderThan === undefined ? [] : [`--older-than ${ms(olderThan)}`]),
    ...(options.untagged ? ['--untagged'] : []),
    ...(options.untaggedOnly ? ['--untagged-only'] : []),
    ...(options.orphaned ? ['--orphaned'] : []),
    ...each('--protect', protect),
    ...(options.protectLatest === false ? ['--no-protect-latest'] : []),
    ...(inUse === undefined ? [] : [`--in-use ${inUse.name}`]),
    ...(minAge === DEFAULT_MIN_AGE_MS ? [] : [`--min-age ${ms(minAge)}`]),
    ...(free === undefined ? [] : [`--free ${free}`]),
  ];
  return words.join(' ');
}
