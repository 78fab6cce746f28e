import type { HttpBindings } from '@hono/node-server';

/** What a request brings along: Node's own objects, and who was let in. */
export interface GuardEnv {
  Bindings: HttpBindings;
  Variables: {
    /** The name of whoever logged in; a token has none. */
    user?: string;
  };
}
