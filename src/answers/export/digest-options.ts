import { parseDuration } from '../../duration.ts';
import { UsageError } from '../../errors.ts';
import type { OptionSpec } from '../options.ts';

/** The states that a blob may be in, the worst to lose first. */
const STATES = ['tagged', 'untagged', 'unreferenced'] as const;
type State = (typeof STATES)[number];

/** What a list of digests may be told. */
export const DIGEST_OPTIONS = {
  states: {
    flags: '--state <states>',
    description: 'digests: only of blobs that are tagged, untagged or unreferenced; several with commas',
    parse: parseStates,
  },
  isBare: { flags: '--bare', description: 'digests: in hex alone, without sha256: before it' },
  minAgeMs: {
    flags: '--min-age <duration>',
    description:
      'digests: lists of untagged or unreferenced blobs leave out younger ones, which may be a push in flight (default: 24h)',
    parse: parseDuration,
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;

function parseStates(text: string): State[] {
  const names = text.split(',').map((name) => name.trim());
  const states = STATES.filter((state) => names.includes(state));
  if (names.some((name) => !(STATES as readonly string[]).includes(name)))
    throw new UsageError(`Expected ${STATES.join(', ')}, or several of them with commas between.`);
  return states;
}
