import { Hono } from 'hono';
import type { Asker } from '../asking/asker.ts';
import { readParameters } from './parameters.ts';
import { notFound } from './problem.ts';
import { SERVED } from './questions.ts';

/** What the API answers from. */
export interface ApiParts {
  readonly asker: Asker;
}

/** `/api/v1/...`: the answers of the questions, as the commands give them with --json. */
export function apiRoutes({ asker }: ApiParts): Hono {
  const api = new Hono();
  for (const [name, question] of SERVED)
    api.get(`/v1/${name}`, async (context) => {
      const options = readParameters(question, new URL(context.req.url).searchParams);
      const body = await asker.ask({ name, options });
      return context.body(body as Uint8Array<ArrayBuffer>, 200, { 'content-type': 'application/json' });
    });
  api.notFound(notFound);
  return api;
}
