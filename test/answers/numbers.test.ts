import { expect, it } from 'vitest';
import { parseRate, parseSize } from '../../src/answers/options.ts';
import { parseDuration, parseWait } from '../../src/duration.ts';
import { UsageError } from '../../src/index.ts';

const NINES = '9'.repeat(90);

it.each([
  ['a size beyond what numbers hold', () => parseSize(`${NINES}T`)],
  ['one of infinitely many bytes', () => parseSize('9'.repeat(400))],
  ['the first that is no whole number any more', () => parseSize('9007199254740992')],
  ['a rate of such a size', () => parseRate(`${NINES}G/d`)],
  // Such a time ago no calendar has: what prints it would fail.
  ['a span from before all calendars', () => parseDuration(`${NINES}d`)],
  ['one of 1001 years', () => parseDuration(`${1001 * 366}d`)],
  // A timer of more than 2^31 ms runs out at once: a service would scan without a pause.
  ['to wait longer than a timer runs', () => parseWait('25d')],
])('%s is refused', (_, parse) => {
  expect(parse).toThrow(UsageError);
});

it('the largest of each are taken', () => {
  expect(parseSize('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  expect(parseDuration('999y')).toBeGreaterThan(3e13);
  expect(parseWait('24d')).toBeLessThan(2 ** 31);
});
