import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { HTTPException } from 'hono/http-exception';
import { packageFolder } from '../package-folder.ts';
import { linkToNext, readPage } from './paging.ts';
import { readParameters } from './parameters.ts';
import { notFound } from './problem.ts';
import { SCRIPT, SEARCH, SERVED, type Served } from './questions.ts';
import { sendAnswer } from './send-answer.ts';
import { type StatusParts, statusOf } from './status.ts';

/** `/api/...`: the answers of the questions, as the commands give them with --json, and what a page needs beside. */
export function apiRoutes(parts: StatusParts): Hono {
  const { asker } = parts;
  const api = new Hono();
  api.use(etag());
  for (const [name, question] of SERVED)
    api.get(`/v1/${name}`, (context) => answerQuestion(context, name, question, parts));
  api.get('/v1/plan/script', (context) => {
    const options = readParameters(SCRIPT, queryOf(context));
    const headers = () => ({ 'content-disposition': `attachment; filename="${fileNameOf(options)}"` });
    return sendAnswer(
      context,
      asker,
      { name: 'script', options },
      { type: 'text/plain; charset=utf-8', headers },
    );
  });
  api.get('/v1/search', (context) =>
    sendAnswer(context, asker, { name: 'search', options: readParameters(SEARCH, queryOf(context)) }),
  );
  api.get('/v1/status', async (context) =>
    context.json({ schema: 'stowage.status/1', ...(await statusOf(parts)) }, 200, {
      'cache-control': 'no-store',
    }),
  );
  api.get('/v1/openapi.json', serveStatic({ root: packageFolder('schema'), path: 'openapi.json' }));
  api.get('/images', (context) => sendAnswer(context, asker, { name: 'images', options: {} }));
  api.notFound(notFound);
  return api;
}

function answerQuestion(
  context: Context,
  name: string,
  question: Served,
  { asker, volume }: StatusParts,
): Promise<Response> {
  const { after, ...given } = readParameters(question, queryOf(context));
  const root = question.readsVolume === true ? volume() : undefined;
  const place = root === undefined ? {} : { volume: root };
  const page = readPage({ name, options: { ...given, ...place } }, after as string | undefined);
  return sendAnswer(context, asker, page.request, {
    headers({ scanId, hasMore }) {
      if (page.scanId !== undefined && page.scanId !== scanId)
        throw new HTTPException(410, {
          message: 'A scan has replaced the inventory since the last page: begin again, without after.',
        });
      return hasMore && page.end > 0 ? { link: linkToNext(context.req.url, scanId, page.end) } : {};
    },
  });
}

function fileNameOf({ emit }: Readonly<Record<string, unknown>>): string {
  return emit === 'ndjson' ? 'plan.ndjson' : emit === 'crane' ? 'plan-crane.sh' : 'plan.sh';
}

function queryOf(context: Context): URLSearchParams {
  return new URL(context.req.url).searchParams;
}
