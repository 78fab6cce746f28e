import { Worker } from 'node:worker_threads';
import type { Opened } from '../current/current.ts';
import { errorFrom, type ThreadOrder, type ThreadReply } from './messages.ts';
import type { AskRequest, Body } from './request.ts';

/** Beside this file in dist/, and in bin/. */
const THREAD = new URL('./answering-thread.js', import.meta.url);

/** So many wait for a thread; more is more than it can do before they give up. */
const MOST_WAITING = 200;

/** There is more to do than can be done. */
export class BusyError extends Error {}

/** The inventory that was to be asked has been replaced by another. */
export class GoneError extends Error {}

interface Job {
  readonly order: ThreadOrder;
  readonly signal: AbortSignal;
  readonly resolve: (body: Body) => void;
  readonly reject: (error: Error) => void;
}

/** A thread of its own for answers that take time, which does one after the other. One that dies is replaced. */
export class Lane {
  readonly #waiting: Job[] = [];
  #underWay: Job | undefined;
  #worker: Worker | undefined;

  /**
   * The body of an answer.
   * @param signal nobody wants it any more: it is left out, unless it was begun
   * @throws what the question throws; BusyError, GoneError
   */
  ask({ inventory, scanId }: Opened, request: AskRequest, signal: AbortSignal): Promise<Body> {
    if (this.#waiting.length >= MOST_WAITING)
      throw new BusyError('Too much is asked at once: ask again in a few seconds.');
    return new Promise((resolve, reject) => {
      this.#waiting.push({ order: { path: inventory.path, scanId, request }, signal, resolve, reject });
      this.#next();
    });
  }

  /** Has the thread open another inventory, and close the one that it has, as soon as it is through with it. */
  renew({ inventory, scanId }: Opened): void {
    this.#worker?.postMessage({ path: inventory.path, scanId } satisfies ThreadOrder);
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #next(): void {
    if (this.#underWay !== undefined) return;
    const job = this.#waiting.shift();
    if (job === undefined) return;
    if (job.signal.aborted) {
      job.reject(new GoneError('Nobody waits for it any more.'));
      return this.#next();
    }
    this.#underWay = job;
    this.#worker ??= this.#start();
    this.#worker.postMessage(job.order);
  }

  #end(finish: (job: Job) => void): void {
    const job = this.#underWay;
    this.#underWay = undefined;
    if (job !== undefined) finish(job);
    this.#next();
  }

  #start(): Worker {
    const worker = new Worker(THREAD);
    worker.on('message', (reply: ThreadReply) => this.#end((job) => settle(job, reply)));
    // An error comes before the exit, and says more.
    worker.on('error', (error: Error) => this.#replace(worker, error));
    worker.on('exit', (code) =>
      this.#replace(worker, new Error(`The thread that answers ended with ${code}.`)),
    );
    return worker;
  }

  /** The next order starts another thread. */
  #replace(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#end(({ reject }) => reject(error));
  }
}

function settle({ resolve, reject }: Job, reply: ThreadReply): void {
  if ('body' in reply) resolve(reply.body);
  else if ('error' in reply) reject(errorFrom(reply.error));
  else reject(new GoneError('The inventory has been replaced.'));
}
