import type { MiddlewareHandler } from 'hono';
import type { GuardEnv } from './environment.ts';
import { refuse } from './refusal.ts';

/** GET and HEAD only, and none with a body: nothing here takes one, and two servers may disagree where it ends. */
export function limitMethods(basePath: string): MiddlewareHandler<GuardEnv> {
  return async (c, next) => {
    const { method } = c.req;
    const hasBody = announcesBody(c.req.header('content-length'), c.req.header('transfer-encoding'));
    // What follows on this connection might be a body that nobody reads.
    const headers: Record<string, string> = hasBody ? { Connection: 'close' } : {};
    if (method !== 'GET' && method !== 'HEAD')
      return refuse(c, basePath, {
        status: 405,
        code: 'UNSUPPORTED',
        title: 'Nothing can be changed here',
        detail: 'stowage only reads: GET and HEAD are all that it answers.',
        headers: { ...headers, Allow: 'GET, HEAD' },
      });
    if (hasBody)
      return refuse(c, basePath, {
        status: 413,
        code: 'UNSUPPORTED',
        title: 'A request with a body',
        detail: 'Nothing here takes one: leave it out.',
        headers,
      });
    return next();
  };
}

function announcesBody(length: string | undefined, encoding: string | undefined): boolean {
  return encoding !== undefined || (length !== undefined && Number(length) !== 0);
}
