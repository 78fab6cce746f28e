import ms from 'ms';
import { UsageError } from './errors.ts';

/** A time so long ago, or ahead, is one that a calendar has. */
const LONGEST_MS = 1000 * 365 * 24 * 60 * 60 * 1000;
/** A timer that is to run longer than 2^31 ms runs out at once. */
const LONGEST_WAIT_MS = 24 * 24 * 60 * 60 * 1000;

/**
 * A time span as people write it, in milliseconds: a number and its unit, or 0.
 * @throws UsageError for anything else, also for a number alone: some would mean seconds by it, and others days.
 */
export function parseDuration(text: string): number {
  const span = /^(\d.*[a-z]|0)$/i.test(text) ? ms(text as ms.StringValue) : undefined;
  if (span === undefined || !Number.isFinite(span))
    throw new UsageError("Expected a time span such as '90s', '36h' or '30d'.");
  if (span > LONGEST_MS) throw new UsageError('Expected a time span of at most 1000 years.');
  return span;
}

/**
 * How long to wait, as people write it, in milliseconds.
 * @throws UsageError for what is no time span, or longer than a timer runs.
 */
export function parseWait(text: string): number {
  const span = parseDuration(text);
  if (span > LONGEST_WAIT_MS) throw new UsageError("Expected a time span of at most '24d'.");
  return span;
}
