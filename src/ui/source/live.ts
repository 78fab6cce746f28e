import { queryOf } from './query.ts';
import { type Options, type Source, SourceError } from './source.ts';

/** Answers from the service that sent the page, whatever path prefix it has. */
export function liveSource(): Source {
  return {
    isKept: false,
    has: () => true,
    ask: (question, options, signal) => get(addressOf(question, options), signal),
    status: (signal) => get(addressOf('status', {}), signal),
    search: (text, signal) => get(addressOf('search', { q: text }), signal),
    address: addressOf,
  };
}

function addressOf(path: string, options: Options): string {
  const query = queryOf(options);
  return `api/v1/${path}${query === '' ? '' : `?${query}`}`;
}

async function get<Body>(address: string, signal: AbortSignal | undefined): Promise<Body> {
  let response: Response;
  try {
    response = await fetch(address, { headers: { accept: 'application/json' }, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new SourceError('The service does not answer.', 0);
  }
  if (response.ok) return (await response.json()) as Body;
  throw new SourceError(await complaintOf(response), response.status);
}

/** What a problem document (RFC 9457) says. */
async function complaintOf(response: Response): Promise<string> {
  try {
    const { detail, title } = (await response.json()) as { detail?: string; title?: string };
    return detail ?? title ?? `The service answered ${response.status}.`;
  } catch {
    return `The service answered ${response.status}.`;
  }
}
