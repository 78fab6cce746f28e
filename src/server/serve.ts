import { once } from 'node:events';
import { UsageError } from '../errors.ts';
import { createApp } from './app.ts';
import { Asker } from './asking/asker.ts';
import { Lanes } from './asking/lanes.ts';
import { Current } from './current/current.ts';
import { Mounted } from './current/mounted.ts';
import { createGuard } from './guard/guard.ts';
import { Listener } from './listener.ts';
import { Counters } from './metrics/counters.ts';
import type { Say, ServeOptions } from './options.ts';
import { ServedVolumes } from './registry/served-volume.ts';
import { Rescan } from './rescan/rescan.ts';

/** Who watches a service. */
export interface Watching {
  /** Ends the service. */
  readonly signal: AbortSignal;
  readonly say: Say;
  /** Takes the log of requests, line by line. */
  readonly log: (line: string) => void;
  /** Told once, when it answers: where the page is. */
  readonly onListening: (address: string) => void;
}

/**
 * Serves an inventory until it is told to stop; then it finishes what is under way.
 * @throws UsageError where it cannot listen, or may not, because strangers could ask, and where there are several volumes
 * where one was named.
 */
export async function serve(options: ServeOptions, watching: Watching): Promise<void> {
  const { signal, say, log, onListening } = watching;
  const guard = createGuard(options, { say: (sentence) => say(`stowage: ${sentence}`), log });
  const mounted = new Mounted(options.volume);
  await mounted.find();
  const current = new Current(options.db);
  const lanes = new Lanes();
  const volumes = new ServedVolumes();
  const counters = new Counters();
  const rescan = rescanOf(options, { current, counters, say });
  current.onOpened((opened) => {
    lanes.renew(opened);
    mounted.find().catch((error: Error) => say(`stowage: ${error.message}`));
  });
  const asker = new Asker(current, lanes.answer);
  const { basePath, pull } = options;
  const app = createApp({
    basePath,
    pull,
    guard,
    current,
    asker,
    counters,
    rescan,
    volume: mounted.root,
    volumes,
    say,
  });
  const listener = new Listener(app.fetch, guard.accessLog);
  try {
    const address = await listener.listen(options);
    onListening(`${address}${basePath}/`);
    await rescan?.start();
    if (!signal.aborted) await once(signal, 'abort');
    await Promise.all([listener.stop(), rescan?.stop()]);
  } finally {
    current.close();
    await guard.close();
    await lanes.close();
    await volumes.close();
  }
}

function rescanOf(
  { volume, db, rescanMs }: ServeOptions,
  { current, counters, say }: { current: Current; counters: Counters; say: Say },
): Rescan | undefined {
  if (rescanMs === undefined) return undefined;
  if (volume === undefined)
    throw new UsageError(
      '--rescan reads the volume: say where it is mounted, as in stowage serve /var/lib/registry --rescan 1h.',
    );
  return new Rescan({ volume, db, everyMs: rescanMs }, current, say, () => counters.countRescanFailure());
}
