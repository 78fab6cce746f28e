import { Worker } from 'node:worker_threads';
import { inParts } from './in-parts.ts';
import type { Answer, Perform, TakePart } from './serve-units.ts';

/** How the units of work of one kind are done. */
export interface Work<Unit, Result> {
  /** The module that a thread runs: it calls `serveUnits`. */
  readonly module: URL;
  /** What a thread is started with. */
  readonly setup: unknown;
  /** Files that a thread opens stay open when it ends: others close them. */
  readonly keepsFilesOpen?: boolean;
  /** Does a unit on the calling thread; asked for only where there is no other. */
  readonly performHere: () => Promise<Perform<Unit, Result>>;
}

/** Units a thread has before it, so that it need not wait for the writer between two. */
const QUEUED_PER_THREAD = 3;

/** Room for what threads throw away soon: with Node's own 48 MB each, 16 of them take 600 MB. */
const YOUNG_MB = 32;
const LEAST_YOUNG_MB = 4;

/** Threads that do units of work; with none, which only tests and callers of the library ask for, it is done here. */
export class WorkPool<Unit, Result> {
  /** How many units are worth having under way at once. */
  readonly capacity: number;
  readonly #work: Work<Unit, Result>;
  readonly #lanes: Array<Lane<Unit, Result>>;
  #here: Promise<Perform<Unit, Result>> | undefined;

  constructor(work: Work<Unit, Result>, threads: number) {
    this.#work = work;
    const youngMb = Math.max(LEAST_YOUNG_MB, Math.floor(YOUNG_MB / threads));
    this.#lanes = Array.from({ length: threads }, () => new Lane(work, youngMb));
    this.capacity = Math.max(1, threads * QUEUED_PER_THREAD);
  }

  /** Does one unit on the thread that has least to do; `take` is given what comes of it before the rest. */
  async run(unit: Unit, take: TakePart<Result> = ignore): Promise<Result> {
    const [first, ...rest] = this.#lanes;
    if (first === undefined) return this.#runHere(unit, take);
    const lane = rest.reduce((least, next) => (next.load < least.load ? next : least), first);
    return lane.run(unit, take);
  }

  async #runHere(unit: Unit, take: TakePart<Result>): Promise<Result> {
    this.#here ??= this.#work.performHere();
    return (await this.#here)(unit, take);
  }

  /** Does units as they come, `atOnce` under way at a time, and yields their results as they are done. */
  async *runAll(units: Iterable<Unit>, atOnce = this.capacity): AsyncGenerator<Result> {
    const underWay = new Set<Promise<{ result: Result; done: () => void }>>();
    const start = (unit: Unit) => {
      const entry = this.run(unit).then((result) => ({ result, done: () => underWay.delete(entry) }));
      underWay.add(entry);
    };
    for (const unit of units) {
      start(unit);
      if (underWay.size >= atOnce) yield await takeOne(underWay);
    }
    while (underWay.size > 0) yield await takeOne(underWay);
  }

  /**
   * The same, but yields results in the order of their units, whichever is done first, and large ones in parts: what is
   * made of them is then the same, however many threads there are and however they are scheduled.
   */
  async *runInOrder(units: Iterable<Unit>, atOnce = this.capacity): AsyncGenerator<Result> {
    const underWay: Array<AsyncGenerator<Result>> = [];
    for (const unit of units) {
      underWay.push(inParts((take) => this.run(unit, take)));
      if (underWay.length >= atOnce) yield* underWay.shift() as AsyncGenerator<Result>;
    }
    for (const parts of underWay) yield* parts;
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}

/** Whoever asks for one unit at a time asks for what fits into one answer. */
function ignore(): void {
  throw new Error('A part came for which nobody asked.');
}

async function takeOne<Result>(
  underWay: Set<Promise<{ result: Result; done: () => void }>>,
): Promise<Result> {
  const { result, done } = await Promise.race(underWay);
  done();
  return result;
}

interface Waiting<Result> {
  readonly take: TakePart<Result>;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** One worker thread, which answers in the order in which it is asked. */
class Lane<Unit, Result> {
  readonly #worker: Worker;
  readonly #waiting: Array<Waiting<Result>> = [];

  constructor({ module, setup, keepsFilesOpen = false }: Work<Unit, Result>, youngMb: number) {
    this.#worker = new Worker(module, {
      workerData: setup,
      trackUnmanagedFds: !keepsFilesOpen,
      resourceLimits: { maxYoungGenerationSizeMb: youngMb },
    });
    this.#worker.on('message', (answer: Answer<Result> | { readonly part: Result }) => {
      if ('part' in answer) {
        this.#waiting[0]?.take(answer.part);
        return;
      }
      const waiting = this.#waiting.shift();
      if ('result' in answer) waiting?.resolve(answer.result);
      else waiting?.reject(answer.error);
    });
    // An error comes before the exit, and says more.
    this.#worker.on('error', (error: Error) => this.#refuse(error));
    this.#worker.on('exit', () => this.#refuse(new Error('The thread ended.')));
  }

  /** Whoever waits is told: what a thread that ended was given is never done. */
  #refuse(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  get load(): number {
    return this.#waiting.length;
  }

  run(unit: Unit, take: TakePart<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ take, resolve, reject });
      this.#worker.postMessage(unit);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
