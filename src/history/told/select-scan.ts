import { parseDuration } from '../../duration.ts';
import { UsageError } from '../../errors.ts';
import type { ScanRecord } from './scans.ts';

const NUMBER = /^\d{1,9}$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i;
const HAS_ZONE = /(Z|[+-]\d\d:?\d\d)$/i;
const DAY_MS = 24 * 60 * 60 * 1000;
const EXPECTED =
  "Expected the number of a scan, or a time such as '@-7d', '@2026-11-20' or '@2026-11-20T10:00:00Z'";

/**
 * Finds a scan by its number, or the last one begun at or before a time: `@-7d` is so long before the last scan, a date
 * alone the end of that day in UTC.
 * @throws UsageError where there is no such scan, or it is no way to name one.
 */
export function selectScan(scans: readonly ScanRecord[], text: string): ScanRecord {
  const last = scans.at(-1);
  if (last === undefined) throw new UsageError('The history has no scan yet.');
  if (NUMBER.test(text)) {
    const found = scans.find(({ number }) => number === Number(text));
    if (found !== undefined) return found;
    throw new UsageError(
      `There is no record of scan ${text}: those from ${scans[0]?.number} to ${last.number} that were kept are listed by 'stowage history'.`,
    );
  }
  const until = timeOf(text, Date.parse(last.scannedAt));
  const found = scans.findLast(({ scannedAt }) => Date.parse(scannedAt) <= until);
  if (found !== undefined) return found;
  throw new UsageError(
    `No scan was begun at or before ${new Date(until).toISOString()} (${text}): the first is ${scans[0]?.number}, of ${scans[0]?.scannedAt}.`,
  );
}

/** In milliseconds; a time with no zone is in UTC. */
function timeOf(text: string, now: number): number {
  const time = text.slice(1);
  if (text.startsWith('@-')) return now - parseDuration(text.slice(2));
  const isDate = DATE.test(time);
  const zoned = isDate || HAS_ZONE.test(time) ? time : `${time}Z`;
  const at =
    text.startsWith('@') && (isDate || TIME.test(time)) ? Date.parse(zoned.replace(' ', 'T')) : Number.NaN;
  if (Number.isNaN(at)) throw new UsageError(`'${text}' names no scan. ${EXPECTED}.`);
  return isDate ? at + DAY_MS - 1 : at;
}
