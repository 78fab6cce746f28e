import type { Hono } from 'hono';
import { createApp } from '../../src/server/app.ts';
import { answerHere } from '../../src/server/asking/answer-request.ts';
import { Asker } from '../../src/server/asking/asker.ts';
import { Current } from '../../src/server/current/current.ts';
import type { GuardEnv } from '../../src/server/guard/environment.ts';
import { createGuard } from '../../src/server/guard/guard.ts';
import { Counters } from '../../src/server/metrics/counters.ts';
import { ServedVolumes } from '../../src/server/registry/served-volume.ts';

/** The service without its threads and its listener, over an inventory. */
export interface ServedHere {
  readonly app: Hono<GuardEnv>;
  readonly current: Current;
  /** What it says to the operator. */
  readonly said: string[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  json(path: string): Promise<Record<string, unknown>>;
  close(): void;
}

export function serveHere(
  db: string,
  {
    basePath = '',
    volume,
    volumes = new ServedVolumes({ threads: 0 }),
  }: { basePath?: string; volume?: string; volumes?: ServedVolumes } = {},
): ServedHere {
  const current = new Current(db);
  const said: string[] = [];
  const say = (sentence: string) => void said.push(sentence);
  const guard = createGuard(
    { host: '127.0.0.1', basePath, allowHost: [], openMetrics: false, log: 'none' },
    { say, log: () => {} },
  );
  const app = createApp({
    basePath,
    pull: true,
    guard,
    current,
    asker: new Asker(current, answerHere),
    counters: new Counters(),
    rescan: undefined,
    volume: () => volume,
    volumes,
    say,
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    Promise.resolve(
      app.request(
        `http://127.0.0.1${path}`,
        { headers },
        {
          incoming: {
            headers: { host: '127.0.0.1' },
            rawHeaders: ['Host', '127.0.0.1'],
            headersDistinct: { host: ['127.0.0.1'] },
          },
        },
      ),
    );
  return {
    app,
    current,
    said,
    get,
    json: async (path) => (await get(path)).json() as Promise<Record<string, unknown>>,
    close: () => current.close(),
  };
}
