import type { CodePlace, Coverage } from './coverage.ts';
import { mutateBytes, stretch } from './mutate-bytes.ts';
import { mutateJson } from './mutate-json.ts';
import { Random } from './random.ts';

/** A parser that is fed with anything, and what is true of it whatever it is fed with. */
export interface Target {
  readonly name: string;
  /** Its code, as paths below src. */
  readonly files: readonly string[];
  readonly seeds: ReadonlyArray<string | Buffer>;
  /** How many of two million executions are its. */
  readonly share: number;
  /** Executions between two looks at what was reached, where one takes long. */
  readonly batch?: number;
  /** True where documents are JSON, and changed by their structure too. */
  readonly isJson?: true;
  /** Runs the parser, and throws where a law is broken. Whatever the parser throws that is no refusal, breaks one. */
  check(input: Buffer): void | Promise<void>;
}

/** Input that breaks a law. */
export class Broken extends Error {
  readonly target: string;
  readonly input: Buffer;

  constructor(target: Target, input: Buffer, cause: unknown) {
    super(`${target.name} breaks a law on ${JSON.stringify(input.toString('latin1').slice(0, 300))}`, {
      cause,
    });
    this.target = target.name;
    this.input = input;
  }
}

/** How the executions of one target went. */
export interface Fuzzed {
  readonly executions: number;
  /** Inputs that reached code which none before had reached. */
  readonly found: number;
  readonly slowestMs: number;
}

/** A look takes as long as some hundred executions of most parsers. */
const BATCH = 1000;
/** Of a batch so many are kept at most: what reaches one new place mostly reaches others. */
const KEPT_OF_BATCH = 8;
/** Nothing that fits into 64 KiB may take longer: a hostile volume has many of them. */
const SLOW_MS = 400;

/**
 * Runs a target on mutated seeds. What reaches code that nothing reached before becomes a seed: every thousand
 * executions V8 is asked whether there was any, and then by halves which it was.
 */
export async function fuzz(
  target: Target,
  { executions, seed, coverage }: { executions: number; seed: number; coverage: Coverage },
): Promise<Fuzzed> {
  const random = new Random(seed);
  const corpus: Buffer[] = target.seeds.map((each) => Buffer.from(each as Buffer));
  const seeds = corpus.length;
  let slowestMs = 0;
  const run = async (inputs: readonly Buffer[]) => {
    for (const input of inputs) slowestMs = Math.max(slowestMs, await runOne(target, input));
  };
  // Most inputs are refused, and where from is told by no refusal: nearly half the time goes into that.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  await run(corpus);
  await coverage.look();
  const { batch: most = BATCH } = target;
  for (let done = 0; done < executions; done += most) {
    const batch = Array.from({ length: Math.min(most, executions - done) }, () =>
      next(target, corpus, random),
    );
    await run(batch);
    const places = (await coverage.look()).slice(0, KEPT_OF_BATCH);
    for (const place of places) corpus.push(await reaching(place, batch, run, coverage));
  }
  Error.stackTraceLimit = stackTraceLimit;
  return { executions, found: corpus.length - seeds, slowestMs };
}

/** Runs one input, and tells how long it took. */
export async function runOne(target: Target, input: Buffer): Promise<number> {
  const from = performance.now();
  try {
    const checked = target.check(input);
    if (checked !== undefined) await checked;
  } catch (cause) {
    throw new Broken(target, input, cause);
  }
  const took = performance.now() - from;
  if (took < SLOW_MS) return took;
  return again(target, input);
}

/** A machine can be busy: slow is what is slow twice more. */
async function again(target: Target, input: Buffer): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let times = 0; times < 2; times++) {
    const from = process.cpuUsage();
    await target.check(input);
    const { user, system } = process.cpuUsage(from);
    fastest = Math.min(fastest, (user + system) / 1000);
  }
  if (fastest < SLOW_MS) return fastest;
  throw new Broken(target, input, new Error(`took ${fastest.toFixed(0)} ms for ${input.length} bytes`));
}

function next({ isJson }: Target, corpus: readonly Buffer[], random: Random): Buffer {
  const [input, other] = [random.from(corpus), random.from(corpus)];
  if (random.once(5000)) return stretch(input, random);
  if (isJson === true && !random.once(3))
    return mutateJson(input, random, other) ?? mutateBytes(input, random, other);
  return mutateBytes(input, random, other);
}

/** One of a batch that reaches a place, which one of them does. */
async function reaching(
  place: CodePlace,
  batch: readonly Buffer[],
  run: (inputs: readonly Buffer[]) => Promise<void>,
  coverage: Coverage,
): Promise<Buffer> {
  let left = batch;
  while (left.length > 1) {
    const half = left.slice(0, left.length / 2);
    await run(half);
    left = (await coverage.wasRun(place)) ? half : left.slice(left.length / 2);
  }
  return left[0] as Buffer;
}
