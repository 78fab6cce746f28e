import { DEFAULT_MIN_AGE_MS } from '../analyze/times.ts';
import { parseDuration } from '../duration.ts';
import { UsageError } from '../errors.ts';
import type { SortKey } from './lists.ts';

/** An option, as people write it: what it is called, what it may be, and what it is where nobody says. */
export interface OptionSpec {
  /** As the command line has it: `--min-age <duration>`. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** @throws UsageError with what was expected. */
  readonly parse?: (text: string) => unknown;
  readonly default?: unknown;
  /** The default as people would write it. */
  readonly defaultText?: string;
  /** It names a file, of which the question is given the content; `-` is stdin. */
  readonly isFile?: true;
  /** It may be given several times. */
  readonly isRepeatable?: true;
  /** The name of an option that it cannot go with. */
  readonly conflicts?: string;
}

/** How many rows of each list are wanted. */
export function limitOption(forPeople: number, what = 'rows to print'): OptionSpec {
  return {
    flags: '--limit <n>',
    description: `${what}, 0 for all (default: ${forPeople === 0 ? 'all' : `${forPeople}, with --json all`})`,
    parse: parseCount,
  };
}

/** The last of a list first. */
export const REVERSE_OPTION: OptionSpec = { flags: '--reverse', description: 'the other way round' };

/** What a list is ordered by, and which way. */
export function orderOptions(keys: readonly SortKey[]): {
  readonly sort: OptionSpec;
  readonly reverse: OptionSpec;
} {
  return {
    sort: {
      flags: '--sort <key>',
      description: 'order of the list, the largest or oldest first',
      choices: keys,
    },
    reverse: REVERSE_OPTION,
  };
}

/** How old something must be to be called left over. */
export function minAgeOption(description: string): OptionSpec {
  return {
    flags: '--min-age <duration>',
    description,
    parse: parseDuration,
    default: DEFAULT_MIN_AGE_MS,
    defaultText: '24h',
  };
}

/** A whole number from 0. */
export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError('Expected a whole number from 0.');
  return Number(text);
}

/** A whole number from 1. */
export function parsePositiveCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count === 0) throw new UsageError('Expected a whole number from 1.');
  return count;
}

/** A number of worker threads. */
export function parseThreads(text: string): number {
  const threads = parseCount(text);
  if (threads < 1 || threads > 256) throw new UsageError('Expected a number from 1 to 256.');
  return threads;
}

/** A file whose content was handed over, and what complaints call it. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const SIZE = /^(\d+(?:\.\d+)?) ?(?:([KMGT])(i?B)?|B)?$/i;
const EXPONENTS = { K: 1, M: 2, G: 3, T: 4 } as const;

/** A size as people write it, in bytes: `K` and `KiB` are binary, `KB` is decimal. */
export function parseSize(text: string): number {
  const [, number, prefix, unit] = SIZE.exec(text) ?? [];
  if (number === undefined) throw new UsageError("Expected a size such as '500M', '1.5GiB' or '2TB'.");
  const exponent = prefix === undefined ? 0 : EXPONENTS[prefix.toUpperCase() as keyof typeof EXPONENTS];
  const base = unit?.toLowerCase() === 'b' ? 1000 : 1024;
  const bytes = Math.round(Number(number) * base ** exponent);
  if (!Number.isSafeInteger(bytes)) throw new UsageError('Expected a size of less than 8192T.');
  return bytes;
}

const RATE = /^(.+)\/(h|d|w)$/i;
const PER_DAY = { h: 24, d: 1, w: 1 / 7 } as const;

/** A size an hour, a day or a week, in bytes a day. */
export function parseRate(text: string): number {
  const [, size, unit] = RATE.exec(text) ?? [];
  if (size === undefined || unit === undefined)
    throw new UsageError("Expected a rate such as '50G/d' or '500M/h'.");
  return parseSize(size) * PER_DAY[unit.toLowerCase() as keyof typeof PER_DAY];
}

/** A share in per cent, as a number up to 1. */
export function parseShare(text: string): number {
  const percent = /^(\d+(?:\.\d+)?) ?%$/.exec(text)?.[1];
  if (percent === undefined || Number(percent) <= 0 || Number(percent) > 100)
    throw new UsageError("Expected a share such as '5%', up to 100%.");
  return Number(percent) / 100;
}
