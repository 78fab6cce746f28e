import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { InventoryError, UsageError, VolumeError } from '../../errors.ts';
import { BusyError, GoneError } from '../asking/lane.ts';

/** What went wrong, as programs get it (RFC 9457). Its title is that of the status, so that it has no type of its own. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  /** A sentence: what was found, what was expected, what to do. */
  readonly detail: string;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  410: 'Gone',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** An answer that says what went wrong. */
export function problem(
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body: Problem = { type: 'about:blank', title: TITLES[status] ?? 'Error', status, detail };
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}

/** What becomes better by itself, soon. */
const PASSING = [InventoryError, VolumeError, BusyError, GoneError];

/** The same of an error; undefined for one that nobody foresaw. */
export function problemOf(error: unknown): Response | undefined {
  if (error instanceof HTTPException) return problem(error.status, error.message);
  if (error instanceof UsageError) return problem(400, error.message);
  if (PASSING.some((kind) => error instanceof kind))
    return problem(503, (error as Error).message, { 'retry-after': '5' });
  return undefined;
}

/** Whoever asks for what is not there is told where to look. */
export function notFound(context: Context): Response {
  return problem(404, `There is nothing at ${context.req.path}: api/v1/openapi.json lists what there is.`);
}
