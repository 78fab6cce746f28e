import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { problem, problemOf } from './api/problem.ts';
import { apiRoutes } from './api/routes.ts';
import type { Asker } from './asking/asker.ts';
import type { Current } from './current/current.ts';
import type { GuardEnv } from './guard/environment.ts';
import type { Guard } from './guard/guard.ts';
import { countRequests } from './metrics/count-requests.ts';
import type { Counters } from './metrics/counters.ts';
import { metricsRoutes } from './metrics/routes.ts';
import type { Say } from './options.ts';
import { pageRoutes } from './page/page.ts';
import { registryApi } from './registry/registry-api.ts';
import type { ServedVolumes } from './registry/served-volume.ts';
import type { Rescan } from './rescan/rescan.ts';
import { forData } from './secure-headers.ts';

/** What the service is made of. */
export interface AppParts {
  /** Before every path but those below /v2/. */
  readonly basePath: string;
  /** False: of the registry's API nothing but the catalog and the tags. */
  readonly pull: boolean;
  readonly guard: Guard;
  readonly current: Current;
  readonly asker: Asker;
  readonly counters: Counters;
  readonly rescan: Rescan | undefined;
  /** The registry's root directory, while it is mounted here. */
  readonly volume: () => string | undefined;
  /** Through what it is read. */
  readonly volumes: ServedVolumes;
  readonly say: Say;
}

/** All that is answered, in the order in which it is looked at. */
export function createApp(parts: AppParts): Hono<GuardEnv> {
  const { basePath, guard, current, asker, counters, say } = parts;
  const app = new Hono<GuardEnv>();
  app.use(countRequests(counters), guard.limitMethods, guard.checkHost);
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', (context) => readiness(context, current));
  app.use(guard.authenticate);
  app.use('/v2/*', forData);
  app.route('/v2', registryRoutes(parts));
  const served = new Hono();
  served.use(compress());
  served.use('/api/*', forData);
  served.use('/metrics', forData);
  served.route('/api', apiRoutes(parts));
  served.route('/', metricsRoutes(asker, counters));
  served.route('/', pageRoutes(basePath));
  app.route(basePath === '' ? '/' : basePath, served);
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
function registryRoutes({ current, pull, volume, volumes, say }: AppParts): Hono {
  const onBug = (error: Error) => sayBug(say, error);
  return registryApi(current, { isCatalogOnly: !pull, root: volume, volumes, onBug });
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
