import type { MiddlewareHandler } from 'hono';
import { escapeText } from '../../escape.ts';
import { safeJson } from '../../safe-json.ts';
import type { GuardEnv } from './environment.ts';
import type { LogForm } from './options.ts';

/** A request, when its answer was sent or nobody waits for it any more. */
interface Told {
  readonly time: string;
  readonly address: string;
  /** Who logged in. What others typed may be a password, and is not told. */
  readonly user?: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Sent, with headers. */
  readonly bytes: number;
  readonly ms: number;
  readonly agent?: string;
  /** True where whoever asked went away before all was sent. */
  readonly aborted?: true;
}

const LONGEST_PATH = 2000;
const LONGEST_AGENT = 300;

/**
 * Tells of each request on a line of its own. Nothing of a request is in it that ends a line or that a terminal acts on;
 * what may have spaces in it is quoted.
 * @param write takes a line without its end
 */
export function accessLog(form: LogForm, write: (line: string) => void): MiddlewareHandler<GuardEnv> {
  if (form === 'none') return (_, next) => next();
  const written = form === 'json' ? (told: Told) => safeJson(told) : lineOf;
  return async (c, next) => {
    const begun = performance.now();
    const time = new Date().toISOString();
    const { incoming, outgoing } = c.env;
    const { socket } = incoming;
    const before = socket.bytesWritten;
    // It closes after the answer, and also where the connection ends before.
    outgoing.once('close', () => {
      const user = c.get('user');
      const agent = incoming.headers['user-agent'];
      const told: Told = {
        time,
        address: socket.remoteAddress ?? '-',
        ...(user !== undefined && { user }),
        method: incoming.method ?? '-',
        path: (incoming.url ?? '').slice(0, LONGEST_PATH),
        status: outgoing.statusCode,
        bytes: socket.bytesWritten - before,
        ms: Math.round(performance.now() - begun),
        ...(agent !== undefined && { agent: agent.slice(0, LONGEST_AGENT) }),
        ...(!outgoing.writableFinished && { aborted: true }),
      };
      write(written(told));
    });
    return next();
  };
}

function lineOf({ time, address, user, method, path, status, bytes, ms, agent, aborted }: Told): string {
  const who = user === undefined ? '-' : safeJson(user);
  const program = agent === undefined ? '-' : safeJson(agent);
  const line = `${time} ${address} ${who} ${method} ${escapeText(path)} ${status} ${bytes}B ${ms}ms ${program}`;
  return aborted === true ? `${line} aborted` : line;
}
