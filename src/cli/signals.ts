import { constants } from 'node:os';
import { SIGNAL_CODE } from '../answers/exit-codes.ts';

/** The first signal ends a run in order, with what is done kept; the second as it always does. */
export function watchSignals(): { signal: AbortSignal; readonly code: number | undefined; stop: () => void } {
  const abort = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let code: number | undefined;
  const handler = (name: (typeof names)[number]) => {
    code = SIGNAL_CODE + constants.signals[name];
    stop();
    abort.abort();
  };
  const stop = () => {
    for (const name of names) process.removeListener(name, handler);
  };
  for (const name of names) process.once(name, handler);
  return {
    signal: abort.signal,
    get code() {
      return code;
    },
    stop,
  };
}
