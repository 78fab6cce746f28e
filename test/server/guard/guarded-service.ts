import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterEach } from 'vitest';
// Built, because it starts threads.
import { createGuard } from '../../../dist/server/guard/guard.js';
import { Listener } from '../../../dist/server/listener.js';
import type { GuardEnv } from '../../../src/server/guard/environment.ts';
import type { GuardOptions } from '../../../src/server/guard/options.ts';

/** A service that listens, with nothing behind its guard but what tells that a request came through. */
export interface GuardedService {
  readonly port: number;
  /** What the operator was told. */
  readonly said: string[];
  /** The access log. */
  readonly logged: string[];
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Answer>;
  /** Sends bytes as they are, and gives what comes back until the end. */
  send(text: string): Promise<string>;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const DEFAULTS: GuardOptions = {
  host: '127.0.0.1',
  basePath: '',
  allowHost: [],
  openMetrics: false,
  log: 'none',
};

const started: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const stop of started.splice(0)) await stop();
});

/** Starts one, which ends with the test. */
export async function startGuarded(given: Partial<GuardOptions> = {}): Promise<GuardedService> {
  const options = { ...DEFAULTS, ...given };
  const said: string[] = [];
  const logged: string[] = [];
  const guard = createGuard(options, {
    say: (sentence: string) => said.push(sentence),
    log: (line: string) => logged.push(line),
  });
  const app = new Hono<GuardEnv>();
  app.use(guard.limitMethods, guard.checkHost);
  app.get('/healthz', (c) => c.text('ok'));
  app.use(guard.authenticate);
  app.get('*', (c) => c.text('through'));
  const listener = new Listener(app.fetch, guard.accessLog);
  const port = Number(new URL(await listener.listen({ host: '127.0.0.1', port: 0 })).port);
  started.push(async () => {
    await listener.stop();
    await guard.close();
  });
  return { port, said, logged, get: requester(port), send: (text) => exchange(port, text) };
}

function requester(port: number): GuardedService['get'] {
  return async (path, headers = {}, method = 'GET') => {
    // fetch would not send Host, Origin and the like as they are given.
    const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const text = await exchange(
      port,
      [`${method} ${path} HTTP/1.1`, ...lines, 'connection: close', '', ''].join('\r\n'),
    );
    return parsed(text);
  };
}

/** Reads one whole answer. */
export function parsed(text: string): Answer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  return { status: Number(first.split(' ')[1]), headers, text: text.slice(end + 4) };
}

async function exchange(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  let answer = '';
  socket.on('data', (piece: string) => {
    answer += piece;
  });
  socket.on('error', () => {});
  socket.write(text, 'latin1');
  await new Promise((resolve) => socket.on('close', resolve));
  return answer;
}

/** The header of a user and a password. */
export function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
