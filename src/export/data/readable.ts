import type { Row } from '../tables/table.ts';
import type { FilledColumn } from '../tables/written-columns.ts';

/** A value as text formats have it: times in ISO 8601 with microseconds, truth as true and false, null where there is none. */
export function readableOf({ type, of }: FilledColumn, row: Row): string | number | boolean | null {
  const value = of(row) as string | number | null;
  if (value === null) return null;
  if (type === 'timestamp') return isoMicroseconds(Number(value));
  return type === 'boolean' ? value === 1 : value;
}

/** The furthest that a Date can say, in microseconds. */
const LIMIT = 8.64e18;

function isoMicroseconds(time: number): string {
  const within = Math.max(-LIMIT, Math.min(LIMIT, time));
  const milliseconds = Math.floor(within / 1000);
  const rest = String(within - milliseconds * 1000).padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
}
