import type { MiddlewareHandler } from 'hono';
import { AccessLog } from './access-log.ts';
import { authenticate } from './authenticate.ts';
import { checkHost } from './check-host.ts';
import { Credentials } from './credentials/credentials.ts';
import type { GuardEnv } from './environment.ts';
import { limitMethods } from './limit-methods.ts';
import { allowedNames, assertGuarded, type GuardOptions, isLoopback } from './options.ts';

/** What stands before every answer, in this order; what is open to all comes before `authenticate`. */
export interface Guard {
  /** Told of requests where they arrive. */
  readonly accessLog: AccessLog;
  readonly limitMethods: MiddlewareHandler<GuardEnv>;
  readonly checkHost: MiddlewareHandler<GuardEnv>;
  readonly authenticate: MiddlewareHandler<GuardEnv>;
  /** Ends the threads that hash. */
  close(): Promise<void>;
}

/** Where a guard tells what happens. */
export interface GuardVoices {
  /** Takes sentences for the operator, at the start and later. */
  readonly say: (sentence: string) => void;
  /** Takes lines of the access log, without their ends. */
  readonly log: (line: string) => void;
}

/**
 * Makes what decides who may ask. Nothing is believed of X-Forwarded-*: anybody can send them.
 * @throws UsageError where strangers could read all images, and for files of which nobody could be let in.
 */
export function createGuard(options: GuardOptions, { say, log }: GuardVoices): Guard {
  assertGuarded(options);
  const { basePath, host, htpasswd, tokenFile, openMetrics } = options;
  const allowed = allowedNames(options.allowHost);
  const hasLogin = htpasswd !== undefined || tokenFile !== undefined;
  const credentials = hasLogin
    ? new Credentials({
        say,
        ...(htpasswd !== undefined && { htpasswd }),
        ...(tokenFile !== undefined && { tokenFile }),
      })
    : undefined;
  if (!isLoopback(host))
    say(
      `On ${host} passwords and tokens travel readable for everybody on the way: put a proxy with TLS before it.`,
    );
  return {
    accessLog: new AccessLog(options.log, log),
    limitMethods: limitMethods(basePath),
    checkHost: checkHost({ basePath, allowed: hasLogin ? undefined : allowed }),
    authenticate:
      credentials === undefined ? (_, next) => next() : authenticate(credentials, { basePath, openMetrics }),
    close: async () => credentials?.close(),
  };
}
