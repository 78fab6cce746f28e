import { once } from 'node:events';
import { createApp } from './app.ts';
import { Asker } from './asking/asker.ts';
import { Lanes } from './asking/lanes.ts';
import { Current } from './current/current.ts';
import { Listener } from './listener.ts';
import type { Say, ServeOptions } from './options.ts';

/** Who watches a service. */
export interface Watching {
  /** Ends the service. */
  readonly signal: AbortSignal;
  readonly say: Say;
  /** Told once, when it answers: where the page is. */
  readonly onListening: (address: string) => void;
}

/**
 * Serves an inventory until it is told to stop; then it finishes what is under way.
 * @throws UsageError where it cannot listen.
 */
export async function serve(options: ServeOptions, { signal, say, onListening }: Watching): Promise<void> {
  const current = new Current(options.db);
  const lanes = new Lanes();
  current.onOpened(lanes.renew);
  const app = createApp({ options, current, asker: new Asker(current, lanes.answer), say });
  const listener = new Listener(app.fetch);
  try {
    const address = await listener.listen(options);
    onListening(`${address}${options.basePath}/`);
    if (!signal.aborted) await once(signal, 'abort');
    await listener.stop();
  } finally {
    current.close();
    await lanes.close();
  }
}
