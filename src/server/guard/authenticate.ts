import type { Context, MiddlewareHandler } from 'hono';
import { auth as readBasic } from 'hono/utils/basic-auth';
import { noteUser } from './access-log.ts';
import { clientOf } from './client.ts';
import type { Credentials } from './credentials/credentials.ts';
import type { Login } from './credentials/passwords.ts';
import type { GuardEnv } from './environment.ts';
import { type Refusal, refuse } from './refusal.ts';

/** What has to be logged in for. */
export interface LoginRules {
  readonly basePath: string;
  readonly openMetrics: boolean;
}

/**
 * Lets through who has a password or a token. hono/basic-auth and hono/bearer-auth know two answers, yes and no, and a
 * realm each; docker asks a token server for a Bearer realm, so Basic is all that is offered.
 */
export function authenticate(
  credentials: Credentials,
  { basePath, openMetrics }: LoginRules,
): MiddlewareHandler<GuardEnv> {
  return async (c, next) => {
    if (openMetrics && new URL(c.req.url).pathname === `${basePath}/metrics`) return next();
    const login = loginOf(c);
    const verdict = login === undefined ? 'wrong' : await credentials.judge(login);
    if (verdict === 'closed') return refuse(c, basePath, CLOSED);
    if (verdict === 'wrong') return refuse(c, basePath, WRONG);
    if (typeof verdict === 'object') return refuse(c, basePath, tooMany(verdict.waitS));
    if (verdict === 'right' && login !== undefined) noteUser(c.env.incoming, login.user);
    return next();
  };
}

/** RFC 6750, section 2.1. */
const BEARER = /^ *bearer +([\x21-\x7e]+) *$/i;

function loginOf(c: Context<GuardEnv>): Login | undefined {
  const client = clientOf(c.env.incoming.socket.remoteAddress ?? '');
  const token = BEARER.exec(c.req.header('authorization') ?? '')?.[1];
  if (token !== undefined) return { client, user: '', password: token };
  const basic = readBasic(c.req.raw);
  return basic && { client, user: basic.username, password: basic.password };
}

const WRONG: Refusal = {
  status: 401,
  code: 'UNAUTHORIZED',
  title: 'Authentication required',
  detail: 'A user and a password, or a token, are needed.',
  headers: { 'WWW-Authenticate': 'Basic realm="stowage", charset="UTF-8"' },
};

const CLOSED: Refusal = {
  status: 503,
  code: 'UNAVAILABLE',
  title: 'Nobody can log in',
  detail: 'The file of those who may cannot be read at the moment; the log of the service says why.',
  headers: { 'Retry-After': '10' },
};

function tooMany(waitS: number): Refusal {
  return {
    status: 429,
    code: 'TOOMANYREQUESTS',
    title: 'Too many attempts',
    detail: `Try again in ${waitS} s.`,
    headers: { 'Retry-After': String(waitS) },
  };
}
