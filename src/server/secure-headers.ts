import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const NONE = ["'none'"];

/** Whoever ends TLS in front of the service decides that for the host. */
const COMMON = { referrerPolicy: 'no-referrer', strictTransportSecurity: false } as const;

/** For the page: it loads what it was sent with, and asks the service that sent it. */
export const forPage: MiddlewareHandler = secureHeaders({
  ...COMMON,
  contentSecurityPolicy: {
    defaultSrc: NONE,
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: NONE,
    frameAncestors: NONE,
    formAction: NONE,
  },
});

/**
 * For everything else: bytes of a volume say of themselves what they are, and in a browser that opens them they must be
 * able to do nothing, least of all as if they were the page.
 */
export const forData: MiddlewareHandler = secureHeaders({
  ...COMMON,
  contentSecurityPolicy: {
    defaultSrc: NONE,
    baseUri: NONE,
    frameAncestors: NONE,
    formAction: NONE,
    sandbox: [],
  },
});
