import type { Context } from 'hono';
import type { Answer, Asker } from '../asking/asker.ts';
import type { AskRequest } from '../asking/request.ts';

/** How an answer is sent. */
interface Sending {
  readonly type?: string;
  readonly headers?: (answer: Answer) => Readonly<Record<string, string>>;
}

/**
 * Sends what is answered to a request, under a name by which whoever has it learns that it is the same (`ETag`): it is asked
 * for each time, because a scan may publish another inventory at any time.
 */
export async function sendAnswer(
  context: Context,
  asker: Asker,
  request: AskRequest,
  { type = 'application/json', headers }: Sending = {},
): Promise<Response> {
  const tag = await asker.tagOf(request);
  if (tag !== undefined && context.req.header('If-None-Match')?.includes(`"${tag}"`))
    return new Response(null, { status: 304, headers: cachingOf(tag) });
  const answer = await asker.ask(request, { signal: context.req.raw.signal });
  return new Response(answer.bytes, {
    headers: { 'content-type': type, ...cachingOf(answer.tag), ...headers?.(answer) },
  });
}

/** What depends on more than the inventory is named by its bytes, by hono's etag. */
function cachingOf(tag: string | undefined): Record<string, string> {
  return { 'cache-control': 'private, no-cache', ...(tag !== undefined && { etag: `"${tag}"` }) };
}
