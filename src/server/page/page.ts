import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { packageFolder } from '../package-folder.ts';
import { forPage } from '../secure-headers.ts';

const NOT_BUILT = 'The page is not built: npm run build makes it. The answers are below api/v1/.\n';

/** Names of files that have a hash of their content in them never mean anything else. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const HASHED = /\/assets\//;

/** The page: files that Vite built. Nothing of it comes from anywhere else, and no script stands in its text. */
export function pageRoutes(basePath: string): Hono {
  const page = new Hono();
  page.use(forPage);
  if (basePath !== '') page.get('', (context) => context.redirect(`${basePath}/`, 308));
  page.get(
    '/*',
    serveStatic({
      root: packageFolder('dist/ui'),
      rewriteRequestPath: (path) => path.slice(basePath.length),
      onFound: (path, context) => context.header('Cache-Control', HASHED.test(path) ? FOR_EVER : 'no-cache'),
    }),
  );
  page.get('/', (context) => context.text(NOT_BUILT, 404));
  return page;
}
