import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Why a request is not answered, for whoever made it. */
export interface Refusal {
  readonly status: ContentfulStatusCode;
  /** Of the distribution specification, "Error Codes", or those that registries add: UNAVAILABLE. */
  readonly code: 'UNAUTHORIZED' | 'DENIED' | 'UNSUPPORTED' | 'TOOMANYREQUESTS' | 'UNAVAILABLE';
  readonly title: string;
  /** One sentence: what was found, and what to do. */
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Refuses in the form that whoever asks for such a path reads. */
export function refuse(c: Context, basePath: string, refusal: Refusal): Response {
  const { status, code, title, detail, headers } = refusal;
  const path = new URL(c.req.url).pathname;
  c.header('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(headers ?? {})) c.header(name, value);
  if (path === '/v2' || path.startsWith('/v2/')) {
    c.header('Docker-Distribution-Api-Version', 'registry/2.0');
    return c.json({ errors: [{ code, message: title, detail }] }, status);
  }
  if (path === `${basePath}/api` || path.startsWith(`${basePath}/api/`)) {
    c.header('Content-Type', 'application/problem+json');
    return c.body(JSON.stringify({ type: 'about:blank', title, status, detail }), status);
  }
  return c.text(`${title}: ${detail}\n`, status);
}
