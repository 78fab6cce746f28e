import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { confine, type QueryLimits } from './limits.ts';
import type { Reply, Request } from './messages.ts';

/** Beside this file, in src/ as in dist/ and in bin/. */
const PROGRAM = new URL('./query-program.js', import.meta.url);

const SHELL = '/bin/sh';

/** Why a process did not answer. */
export type Ending =
  | { readonly why: 'time' | 'interrupted' }
  | { readonly why: 'died'; readonly how: string };

/** The process did not answer, and answers no more. */
export class NoReply extends Error {
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(
      ending.why === 'died' ? `The process ended by ${ending.how}.` : `The process was ended: ${ending.why}.`,
    );
    this.ending = ending;
  }
}

/**
 * A process that runs one query. A thread could not be stopped while SQLite works, and SQLite has no limit of memory: a
 * process can be killed, and the kernel limits it.
 */
export class QueryChild {
  readonly #child: ChildProcess;
  readonly #signal: AbortSignal | undefined;
  #leftMs: number;

  private constructor(child: ChildProcess, { timeMs }: QueryLimits, signal: AbortSignal | undefined) {
    this.#child = child;
    this.#leftMs = timeMs === 0 ? Number.POSITIVE_INFINITY : timeMs;
    this.#signal = signal;
    // What goes wrong with it is seen when it is asked.
    child.on('error', () => {});
    signal?.addEventListener('abort', this.#kill);
  }

  static async start(limits: QueryLimits, signal?: AbortSignal): Promise<QueryChild> {
    return new QueryChild(await startConfined(limits), limits, signal);
  }

  /** @throws NoReply where the process ends before it answers, or is ended. */
  ask(request: Request): Promise<Reply> {
    const begun = performance.now();
    return new Promise<Reply>((resolve, reject) => {
      const end = (ending: Ending) => {
        this.#kill();
        settle(() => reject(new NoReply(ending)));
      };
      const onMessage = (reply: Reply) => settle(() => resolve(reply));
      const onExit = (code: number | null, signal: string | null) =>
        end(this.#signal?.aborted ? { why: 'interrupted' } : { why: 'died', how: signal ?? `code ${code}` });
      const timer = Number.isFinite(this.#leftMs)
        ? setTimeout(() => end({ why: 'time' }), Math.max(0, this.#leftMs))
        : undefined;
      const settle = (done: () => void) => {
        clearTimeout(timer);
        this.#child.off('message', onMessage).off('exit', onExit);
        this.#leftMs -= performance.now() - begun;
        done();
      };
      this.#child.on('message', onMessage).on('exit', onExit);
      const { exitCode, signalCode } = this.#child;
      if (exitCode !== null || signalCode !== null) onExit(exitCode, signalCode);
      else this.#child.send(request);
    });
  }

  end(): void {
    this.#signal?.removeEventListener('abort', this.#kill);
    this.#kill();
  }

  readonly #kill = () => {
    this.#child.kill('SIGKILL');
  };
}

/** Where there is no shell, the time is all that limits it. */
async function startConfined(limits: QueryLimits): Promise<ChildProcess> {
  try {
    return await started({ execPath: SHELL, execArgv: ['-c', confine(limits), process.execPath] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return await started({ execArgv: [] });
  }
}

async function started(how: { execPath?: string; execArgv: string[] }): Promise<ChildProcess> {
  const child = fork(PROGRAM, {
    ...how,
    serialization: 'advanced',
    // The pipe ends with this process: the other then ends itself.
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  });
  await once(child, 'spawn');
  return child;
}
