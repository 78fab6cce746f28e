import { faultBody, type RegistryFault } from './fault.ts';

/** What a body is made of: bytes, or a stream that is cancelled where nobody reads it to its end. */
export type Body = Buffer | string | ReadableStream<Uint8Array>;

/** By this header clients of docker know a registry; it is on errors, too. */
const VERSION = { 'docker-distribution-api-version': 'registry/2.0' };

/** An answer of the registry's API. A HEAD request gets the same headers, and no body. */
export function answer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Body | undefined,
): Response {
  const init = { status, headers: { ...VERSION, ...headers } };
  if (Buffer.isBuffer(body)) return new Response(new Uint8Array(body), init);
  return new Response(body ?? null, init);
}

export function answerJson(value: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return answerText(200, JSON.stringify(value), headers);
}

export function answerFault(fault: RegistryFault): Response {
  return answerText(fault.status, faultBody(fault), fault.headers);
}

function answerText(status: number, text: string, headers: Readonly<Record<string, string>>): Response {
  const length = String(Buffer.byteLength(text));
  return answer(status, { 'content-type': 'application/json', 'content-length': length, ...headers }, text);
}
