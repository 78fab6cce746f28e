import ms from 'ms';
import { UsageError } from './errors.ts';

/**
 * A time span as people write it, in milliseconds: a number and its unit, or 0.
 * @throws UsageError for anything else, also for a number alone: some would mean seconds by it, and others days.
 */
export function parseDuration(text: string): number {
  const span = /^(\d.*[a-z]|0)$/i.test(text) ? ms(text as ms.StringValue) : undefined;
  if (span === undefined || !Number.isFinite(span))
    throw new UsageError("Expected a time span such as '90s', '36h' or '30d'.");
  return span;
}
