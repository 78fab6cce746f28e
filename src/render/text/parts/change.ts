import { formatBytes, formatCount } from '../../format.ts';

/** By how many bytes something grew: `+1.2 GiB`, `-40 B`, or `0 B`. */
export function formatGrowth(bytes: number): string {
  return bytes === 0 ? formatBytes(0) : `${bytes > 0 ? '+' : '-'}${formatBytes(Math.abs(bytes))}`;
}

/** By how much a count grew: `+3`, `-1`, or `0`. */
export function formatDifference(count: number): string {
  return `${count > 0 ? '+' : ''}${count < 0 ? '-' : ''}${formatCount(Math.abs(count))}`;
}

/** A time to the minute, in UTC, as people read it: `2026-11-26 10:15`. */
export function formatTime(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}
