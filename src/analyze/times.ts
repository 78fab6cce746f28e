/** A blob modified less than this before the scan may belong to a push in flight. */
export const DEFAULT_MIN_AGE_MS = 24 * 60 * 60 * 1000;

/** How long a registry keeps uploads, by its own default (distribution, `storage.maintenance.uploadpurging`). */
export const UPLOAD_PURGE_AGE_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * In microseconds. No registry of this layout is older (2.0 came in 2015): an earlier time was lost on the way, as copies
 * lose theirs.
 */
export const EARLIEST_PUSH = Date.UTC(2014, 0, 1) * 1000;

/** ISO 8601 in UTC, from microseconds since 1970; the nearest a Date can say where a time is beyond its range. */
export function isoTime(microseconds: number): string {
  const limit = 8.64e15;
  return new Date(Math.max(-limit, Math.min(limit, microseconds / 1000))).toISOString();
}
