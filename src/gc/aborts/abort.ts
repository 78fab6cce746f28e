import { REASONS, type ReasonCode } from './reasons.ts';
import { REMEDIES, type RemedyCode } from './remedies.ts';

/** Why a collection would end before its time, on what, and what to do about it. */
export interface Abort {
  /** Where `check` has a finding of it, that finding's id. */
  readonly code: RemedyCode;
  /** As the registry would say it, more or less. */
  readonly reason: string;
  /** Relative to the volume's root. */
  readonly path: string;
  readonly repository?: string;
  readonly digest?: string;
  readonly hint: string;
}

/** The abort of a kind: what to do is the same for all of it. `detail` is what the registry adds to its reason. */
export function abortOn(
  code: RemedyCode,
  reason: ReasonCode,
  place: Pick<Abort, 'path' | 'repository' | 'digest'>,
  detail = '',
): Abort {
  return { code, reason: REASONS[reason](detail), ...place, hint: REMEDIES[code] };
}
