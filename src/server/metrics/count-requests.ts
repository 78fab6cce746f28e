import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Counters } from './counters.ts';

/** Counts requests by the template of their route: whatever no route is for is told together. */
export function countRequests(counters: Counters): MiddlewareHandler {
  return async (context, next) => {
    const begun = performance.now();
    await next();
    counters.countRequest(templateOf(context), context.res.status, (performance.now() - begun) / 1000);
  };
}

/** The last route that is no middleware's, whose paths end in a star as those of the page's files do. */
function templateOf(context: Context): string {
  const route = matchedRoutes(context).findLast(({ path }) => !path.endsWith('*'));
  if (route !== undefined) return route.path;
  if (context.req.path.startsWith('/v2/')) return '/v2/*';
  return context.res.ok ? 'page' : 'other';
}
