import {
  parseCount,
  parsePositiveCount,
  parseRate,
  parseShare,
  parseSize,
  parseThreads,
} from '../../../../src/answers/options.ts';
import { parseDuration, parseWait } from '../../../../src/duration.ts';
import { UsageError } from '../../../../src/errors.ts';
import type { Target } from '../fuzz.ts';
import { law } from '../law.ts';

/** A number that is read counts. */
export function checkNumber(value: number): void {
  law(value >= 0 && value <= Number.MAX_SAFE_INTEGER, `a number is one that counts, not ${value}`);
}

const NUMBERS = {
  parseCount,
  parsePositiveCount,
  parseThreads,
  parseSize,
  parseRate,
  parseShare,
  parseDuration,
  parseWait,
};

/** What options of numbers, sizes and spans say, on the command line and in a query. */
export const numbers: Target = {
  name: 'numbers',
  files: ['answers/options.ts', 'duration.ts'],
  seeds: [
    '0',
    '12',
    '1.5GiB',
    '500M',
    '2 TB',
    '10g',
    '50G/d',
    '1M/w',
    '5%',
    '99.5 %',
    '36h',
    '30d',
    '1.5 weeks',
    '90s',
    '2mo',
  ],
  share: 0.05,
  check(input) {
    const text = input.toString();
    for (const [name, parse] of Object.entries(NUMBERS)) {
      const value = attempt(() => parse(text));
      if (typeof value === 'string') continue;
      checkNumber(value);
      if (/Count|Threads/.test(name))
        law(Number(text) === value && /^\d+$/.test(text), 'a count is what was written');
    }
  },
};

/** What comes of it, or why it is refused. */
function attempt<Result>(act: () => Result): Result | string {
  try {
    return act();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
