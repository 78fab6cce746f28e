import type { MiddlewareHandler } from 'hono';
import type { GuardEnv } from './environment.ts';
import { type Refusal, refuse } from './refusal.ts';

/** What a service answers to. */
export interface HostRules {
  readonly basePath: string;
  /** Undefined where whoever asks has to log in: a page under a foreign name has no credentials. */
  readonly allowed: ReadonlySet<string> | undefined;
}

/**
 * Against pages of others in the browser of somebody who reaches this service. DNS rebinding needs a name, so addresses
 * and localhost pass; what a browser says of the page that asks is believed, because no page can forge it.
 */
export function checkHost({ basePath, allowed }: HostRules): MiddlewareHandler<GuardEnv> {
  return async (c, next) => {
    const { hostname, host, pathname } = new URL(c.req.url);
    if ((c.env.incoming.headersDistinct['host']?.length ?? 0) > 1) return refuse(c, basePath, TWO_HOSTS);
    if (allowed !== undefined && !isOurs(hostname, allowed))
      return refuse(c, basePath, strangeHost(hostname));
    const isPage = !isBelow(pathname, '/v2') && !isBelow(pathname, `${basePath}/api`);
    const asked = {
      site: c.req.header('sec-fetch-site'),
      isNavigation:
        c.req.header('sec-fetch-mode') === 'navigate' && c.req.header('sec-fetch-dest') === 'document',
      origin: c.req.header('origin'),
    };
    // A link to the page in a wiki is what its addresses are for; nothing that a script reads is let through so.
    if (isForeign(asked, host) && !(isPage && asked.isNavigation)) return refuse(c, basePath, FOREIGN);
    return next();
  };
}

interface AskedFrom {
  readonly site: string | undefined;
  readonly origin: string | undefined;
}

/** Fetch Metadata: a browser says `same-origin` where the page is ours, `none` where a person typed the address. */
function isForeign({ site, origin }: AskedFrom, host: string): boolean {
  if (site === 'cross-site') return true;
  if (site === 'same-origin' || site === 'none' || origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** `hostname` as URL has it: an address that is none in four parts has become one, a name is in lower case. */
function isOurs(hostname: string, allowed: ReadonlySet<string>): boolean {
  const name = hostname.replace(/\.$/, '');
  return (
    name === 'localhost' || /^\d+\.\d+\.\d+\.\d+$/.test(name) || name.startsWith('[') || allowed.has(name)
  );
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** RFC 9112, section 3.2: a server must refuse them. */
const TWO_HOSTS: Refusal = {
  status: 400,
  code: 'DENIED',
  title: 'Two Host headers',
  detail: 'A request is for one host.',
  headers: { Connection: 'close' },
};

const FOREIGN: Refusal = {
  status: 403,
  code: 'DENIED',
  title: 'Asked for by a page of another site',
  detail: 'Pages of other sites may not read from here: open the address itself.',
};

function strangeHost(hostname: string): Refusal {
  return {
    status: 421,
    code: 'DENIED',
    title: 'Not asked under a name of its own',
    detail: `This service does not answer to '${hostname}': ask it by its address, or start it with --allow-host ${hostname}.`,
  };
}
