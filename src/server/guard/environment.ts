import type { HttpBindings } from '@hono/node-server';

/** What a request brings along: Node's own objects. */
export interface GuardEnv {
  Bindings: HttpBindings;
}
