import type { TestHooks } from '../../../src/volume/test-hooks.ts';
import { cases } from '../../support/random-cases.ts';

export type Fault = NonNullable<TestHooks['fault']>;

const CODES: readonly Fault['code'][] = [
  'EIO',
  'EACCES',
  'ENOENT',
  'ENOTDIR',
  'ELOOP',
  'ESTALE',
  'EUCLEAN',
  'EBADMSG',
  'ENOMEM',
  'EMFILE',
  'ENAMETOOLONG',
  'short',
];

/** Once, from then on, and from then on for that path alone: as where a sector is bad. */
const MODES: ReadonlyArray<NonNullable<Fault['sticky']>> = [false, true, 'path'];

/** The faults that are tried of so many calls: each with each code and in each mode, of which some are left out. */
export function faultsOf(calls: number, every = 5): Fault[] {
  const all = Array.from({ length: calls }, (_, index) => index + 1).flatMap((call) =>
    MODES.flatMap((sticky) => CODES.map((code): Fault => ({ call, code, sticky }))),
  );
  return all.filter((_, index) => index % stride(every) === 0);
}

/** There are 36 to a call: an `every` without a divisor in common with it comes to every code in every mode in turn. */
function stride(every: number): number {
  if (cases({ few: 1, many: 2 }) > 2) return 1;
  return process.env['CI'] === undefined ? 61 : every;
}
