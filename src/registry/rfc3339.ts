const RFC3339 = /^(\d{4}-\d\d-\d\d)[Tt](\d\d):\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/**
 * Milliseconds since 1970 of an RFC 3339 time; undefined where it is none. None is 30 February or 24 o'clock, which Date
 * takes for the day after, and Go, in which registries are written, refuses.
 */
export function parseRfc3339(text: string): number | undefined {
  const [, day = '', hour] = RFC3339.exec(text) ?? [];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day) || hour === '24')
    return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
