import { RegistryFault } from './fault.ts';

/** What of a list is asked for. */
export interface Page {
  /** How many; undefined for all. */
  readonly count: number | undefined;
  /** What follows this one. */
  readonly after: string | undefined;
}

/**
 * Reads `n` and `last` of a request.
 * @throws RegistryFault where `n` is no whole number.
 */
export function readPage(query: URLSearchParams): Page {
  const count = query.get('n');
  if (count !== null && !/^\d{1,15}$/.test(count))
    throw new RegistryFault('PAGINATION_NUMBER_INVALID', { n: count });
  return { count: count === null ? undefined : Number(count), after: query.get('last') ?? undefined };
}

/** A page of names that are sorted. */
export function takePage(names: readonly string[], { count, after }: Page): Paged {
  const from = after === undefined ? 0 : firstAfter(names, after);
  const taken = names.slice(from, count === undefined ? undefined : from + count);
  return { names: taken, hasMore: from + taken.length < names.length };
}

/** Some names, and whether others follow. */
export interface Paged {
  readonly names: readonly string[];
  readonly hasMore: boolean;
}

function firstAfter(names: readonly string[], after: string): number {
  const at = names.findIndex((name) => name > after);
  return at === -1 ? names.length : at;
}

/**
 * The header that leads to the next page: none after the last, nor where no name is asked for. A path, without the host,
 * because clients cut it to that, and refuse another host than the one that they asked.
 */
export function linkToNext(
  path: string,
  { names, hasMore }: Paged,
  count: number | undefined,
): Record<string, string> {
  const last = names.at(-1);
  if (!hasMore || last === undefined || count === undefined) return {};
  return linkTo(path, { last, n: String(count) });
}

export function linkTo(path: string, query: Readonly<Record<string, string>>): Record<string, string> {
  return { link: `<${path}?${new URLSearchParams(query)}>; rel="next"` };
}
