import { Worker } from 'node:worker_threads';
import { VolumeFs, type VolumeFsOptions } from '../../volume/volume-fs.ts';
import type { Batch } from '../batch.ts';
import type { ReadingRules } from '../gatherer.ts';
import { performUnit, type Unit } from './units.ts';

/** What a worker thread is started with. */
export interface WorkerSetup {
  readonly volume: VolumeFsOptions;
  readonly rules: ReadingRules;
}

/** A worker's answer to one unit. */
export type WorkerAnswer = { readonly batch: Batch } | { readonly error: Error };

/** Units a thread has before it, so that it need not wait for the writer between two. */
const QUEUED_PER_THREAD = 3;

/** Room for what threads throw away soon: with Node's own 48 MB each, 16 of them take 600 MB. */
const YOUNG_MB = 32;
const LEAST_YOUNG_MB = 4;

/** Threads that do units of work; with none, the work is done here, in turn (tests, small volumes). */
export class WorkPool {
  /** How many units are worth having under way at once. */
  readonly capacity: number;
  readonly #setup: WorkerSetup;
  readonly #lanes: Lane[];
  readonly #local: VolumeFs;

  constructor(setup: WorkerSetup, threads: number) {
    this.#setup = setup;
    const youngMb = Math.max(LEAST_YOUNG_MB, Math.floor(YOUNG_MB / threads));
    this.#lanes = Array.from({ length: threads }, () => new Lane(setup, youngMb));
    this.capacity = Math.max(1, threads * QUEUED_PER_THREAD);
    this.#local = new VolumeFs(setup.volume);
  }

  /** Does one unit on the thread that has least to do. */
  async run(unit: Unit): Promise<Batch> {
    const [first, ...rest] = this.#lanes;
    if (first === undefined) return performUnit(this.#local, this.#setup.rules, unit);
    const lane = rest.reduce((least, next) => (next.load < least.load ? next : least), first);
    return lane.run(unit);
  }

  /** Does units as they come, `atOnce` under way at a time, and yields their results as they are done. */
  async *runAll(units: Iterable<Unit>, atOnce = this.capacity): AsyncGenerator<Batch> {
    const underWay = new Set<Promise<{ batch: Batch; done: () => void }>>();
    const start = (unit: Unit) => {
      const entry = this.run(unit).then((batch) => ({ batch, done: () => underWay.delete(entry) }));
      underWay.add(entry);
    };
    for (const unit of units) {
      start(unit);
      if (underWay.size >= atOnce) yield await takeOne(underWay);
    }
    while (underWay.size > 0) yield await takeOne(underWay);
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}

async function takeOne(underWay: Set<Promise<{ batch: Batch; done: () => void }>>): Promise<Batch> {
  const { batch, done } = await Promise.race(underWay);
  done();
  return batch;
}

interface Waiting {
  readonly resolve: (batch: Batch) => void;
  readonly reject: (error: Error) => void;
}

/** One worker thread, which answers in the order in which it is asked. */
class Lane {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];

  constructor(setup: WorkerSetup, youngMb: number) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: setup,
      resourceLimits: { maxYoungGenerationSizeMb: youngMb },
    });
    this.#worker.on('message', (answer: WorkerAnswer) => {
      const waiting = this.#waiting.shift();
      if ('batch' in answer) waiting?.resolve(answer.batch);
      else waiting?.reject(answer.error);
    });
    this.#worker.on('error', (error: Error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  get load(): number {
    return this.#waiting.length;
  }

  run(unit: Unit): Promise<Batch> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(unit);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
