import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { problem, problemOf } from './api/problem.ts';
import { apiRoutes } from './api/routes.ts';
import type { Asker } from './asking/asker.ts';
import type { Current } from './current/current.ts';
import type { Say, ServeOptions } from './options.ts';
import { registryApi } from './registry/registry-api.ts';

/** What the service is made of. */
export interface AppParts {
  readonly options: Pick<ServeOptions, 'basePath' | 'pull' | 'volume'>;
  readonly current: Current;
  readonly asker: Asker;
  readonly say: Say;
}

/** All that is answered, in the order in which it is looked at. */
export function createApp({ options, current, asker, say }: AppParts): Hono {
  const app = new Hono();
  // guard: access log, secure headers, methods, Host and Origin.
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', (context) => readiness(context, current));
  // guard: authentication.
  app.route('/v2', registryRoutes(current, options, say));
  const served = new Hono();
  served.use(compress());
  served.route('/api', apiRoutes({ asker, volume: options.volume }));
  app.route(options.basePath === '' ? '/' : options.basePath, served);
  app.notFound((context) => problem(404, `There is nothing at ${context.req.path}.`));
  app.onError((error) => {
    const told = problemOf(error);
    if (told !== undefined) return told;
    sayBug(say, error);
    return problem(500, 'Something went wrong here; the log of the service says what.');
  });
  return app;
}

/** The registry's API is never compressed, and stays at the root, where clients look for it. */
function registryRoutes(current: Current, { pull, volume }: AppParts['options'], say: Say): Hono {
  return registryApi(current, {
    isCatalogOnly: !pull,
    ...(volume !== undefined && { volume: { root: volume } }),
    onBug: (error) => sayBug(say, error),
  });
}

/** What should not have happened; who asked learns no more than that it did. */
function sayBug(say: Say, error: Error): void {
  say(`stowage: this is a bug, please report it: ${error.stack ?? error.message}`);
}

/** Ready is who can answer, be it from an inventory that is no more the newest. */
async function readiness(context: { text(text: string, status?: 200 | 503): Response }, current: Current) {
  try {
    return await current.use(() => context.text('ok\n'));
  } catch {
    return context.text('no inventory\n', 503);
  }
}
