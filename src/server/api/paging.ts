import { UsageError } from '../../errors.ts';
import { hasPages } from '../asking/pages.ts';
import type { AskRequest } from '../asking/request.ts';

/** What page of an answer is asked for. */
export interface PageAsked {
  readonly request: AskRequest;
  /** Of the scan whose lists go on. */
  readonly scanId?: string;
  /** Where the next page begins. */
  readonly end: number;
}

const CURSOR = /^([0-9a-f-]{36})\.(\d{1,9})$/;

/**
 * A request for a page of an answer: `limit` rows of each list behind the place at which the last page ended.
 * @throws UsageError where there are no pages, or no page ended there.
 */
export function readPage({ name, options }: AskRequest, after: string | undefined): PageAsked {
  const { limit } = options;
  const rows = typeof limit === 'number' ? limit : 0;
  if (after === undefined) return { request: { name, options }, end: rows };
  if (!hasPages(name)) throw new UsageError(`after: the answer to ${name} has no pages. Leave it out.`);
  if (rows === 0)
    throw new UsageError('after goes on with a list page by page: say with limit how long one is.');
  const [, scanId, place] = CURSOR.exec(after) ?? [];
  if (scanId === undefined)
    throw new UsageError(`after=${after}: expected what the last page's Link has there.`);
  const skip = Number(place);
  return { request: { name, options: { ...options, limit: skip + rows }, skip }, scanId, end: skip + rows };
}

/** The header that leads to the next page; relative to the host, whatever it is called by whoever asks. */
export function linkToNext(url: string, scanId: string, end: number): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.set('after', `${scanId}.${end}`);
  return `<${pathname}?${searchParams}>; rel="next"`;
}
