import { filesize } from 'filesize';
import ms from 'ms';

const TIB = 1024 ** 4;

/** Bytes for people: `512 B`, `4.0 KiB`, `267.1 GiB`, `1.02 TiB`. */
export function formatBytes(bytes: number): string {
  // Only a damaged inventory holds what is no number.
  if (!Number.isFinite(bytes)) return '?';
  if (bytes < 1024) return `${formatCount(bytes)} B`;
  return filesize(bytes, {
    standard: 'iec',
    round: bytes < TIB ? 1 : 2,
    pad: true,
    roundingMethod: 'floor', // Never 1024.0 KiB.
  });
}

/** A count with thousands separators. Not by `Intl`, whose first use costs a twentieth of a whole command (25 ms). */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: `1 tag`, `30,000 tags`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** A share of a whole in per cent; what is little but not nothing is not said to be nothing. */
export function formatPercent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0 %';
  const percent = (part / whole) * 100;
  return percent < 1 ? '<1 %' : `${Math.min(Math.round(percent), part < whole ? 99 : 100)} %`;
}

/** A time span: `340 ms`, `3.9 s`, `2m`, `5d`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 100_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return ms(milliseconds);
}

/** How long before `now` a time was, both in ISO 8601; `new` for what lies after it. */
export function formatAge(time: string, now: string): string {
  const age = Date.parse(now) - Date.parse(time);
  return age <= 0 ? 'new' : ms(age);
}

/** A digest cut to what docker shows of one: enough to tell it from others. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
