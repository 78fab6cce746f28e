/** ISO 8601 in UTC, from microseconds since 1970; the nearest a Date can say where a time is beyond its range. */
export function isoTime(microseconds: number): string {
  const limit = 8.64e15;
  return new Date(Math.max(-limit, Math.min(limit, microseconds / 1000))).toISOString();
}
