import { type Profiler, Session } from 'node:inspector/promises';

/** What of a file was run: 1 for each character of its compiled functions that was. */
interface FileCoverage {
  /** Characters that stand in functions: the rest of a module runs when it is loaded. */
  readonly inFunctions: Uint8Array;
  readonly run: Uint8Array;
  /** Functions by their place, and whether they were called. */
  readonly functions: Map<string, boolean>;
}

/** How much of a file was run. */
export interface Covered {
  readonly file: string;
  readonly functions: readonly [run: number, all: number];
  /** Pieces of code that always run together or not at all. */
  readonly blocks: readonly [run: number, all: number];
  /** Of the code of its functions, in per cent. */
  readonly code: number;
}

/** A place in the compiled code of a file. */
export interface CodePlace {
  readonly url: string;
  readonly at: number;
}

/** What Vite puts before a module begins with it. */
const LOADER_BYTES = 20;
/** Compiled, with its source map. */
const LONGEST_FILE = 64 * 1024;

// Before the parsers are loaded: of what V8 compiled earlier it counts only what is run.
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** What V8 counts of some files (precise coverage, by block), added up over many looks. */
export class Coverage {
  readonly #isWatched: (file: string) => boolean;
  readonly #files = new Map<string, FileCoverage>();

  constructor(isWatched: (file: string) => boolean) {
    this.#isWatched = isWatched;
  }

  /** Adds what was run since the last look, and tells of places that were never run before: one a function. */
  async look(): Promise<CodePlace[]> {
    return (await this.#take()).flatMap(([url, painted]) => this.#merge(url, painted));
  }

  /** Whether a place was run since the last look. */
  async wasRun({ url, at }: CodePlace): Promise<boolean> {
    const painted = new Map(await this.#take()).get(url);
    return painted?.now[at] === 1;
  }

  async stop(): Promise<void> {
    await session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }

  report(): Covered[] {
    const covered = [...this.#files].map(([url, { inFunctions, run, functions }]) => {
      const called = [...functions.values()].filter(Boolean).length;
      const characters = count(inFunctions, () => true);
      return {
        file: url.replace(/^.*\/src\//, 'src/'),
        functions: [called, functions.size] as const,
        blocks: blocksOf(inFunctions, run),
        code: (100 * count(inFunctions, (at) => run[at] === 1)) / Math.max(1, characters),
      };
    });
    return covered.sort((a, b) => (a.file < b.file ? -1 : 1));
  }

  async #take(): Promise<Array<[url: string, painted: Painted]>> {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result
      .filter(({ url }) => this.#isWatched(url))
      .map(({ url, functions }) => [url, paint(functions)]);
  }

  #fileOf(url: string): FileCoverage {
    const known = this.#files.get(url);
    if (known !== undefined) return known;
    const marks = () => new Uint8Array(LONGEST_FILE);
    const file = { inFunctions: marks(), run: marks(), functions: new Map<string, boolean>() };
    this.#files.set(url, file);
    return file;
  }

  #merge(url: string, { now, own }: Painted): CodePlace[] {
    const file = this.#fileOf(url);
    return own.flatMap(({ startOffset: start, endOffset: end, count: times }) => {
      const place = `${start}-${end}`;
      file.functions.set(place, file.functions.get(place) === true || times > 0);
      file.inFunctions.fill(1, start, end);
      let found: number | undefined;
      for (let at = start; at < end; at++) {
        if (now[at] !== 1 || file.run[at] === 1) continue;
        file.run[at] = 1;
        found ??= at;
      }
      return found === undefined ? [] : [{ url, at: found }];
    });
  }
}

/** What of a file was run at one look, and the places of its functions. */
interface Painted {
  readonly now: Uint8Array;
  readonly own: readonly Profiler.CoverageRange[];
}

function paint(all: readonly Profiler.FunctionCoverage[]): Painted {
  // The module, which runs when it is loaded, and what its loader puts around it begin before all others.
  const functions = all.filter(({ ranges }) => (ranges[0]?.startOffset ?? 0) > LOADER_BYTES);
  const now = new Uint8Array(Math.max(0, ...functions.map(({ ranges }) => ranges[0]?.endOffset ?? 0)));
  // Each function comes after the one around it, each range after the one that it is part of.
  for (const { startOffset, endOffset, count: times } of functions.flatMap((each) => each.ranges))
    now.fill(times > 0 ? 1 : 0, startOffset, endOffset);
  return { now, own: functions.flatMap((each) => each.ranges.slice(0, 1)) };
}

function count(marks: Uint8Array, holds: (at: number) => boolean): number {
  let sum = 0;
  for (let at = 0; at < marks.length; at++) if (marks[at] === 1 && holds(at)) sum++;
  return sum;
}

/** Runs of characters that are alike: those that ran, and all. */
function blocksOf(inFunctions: Uint8Array, run: Uint8Array): readonly [number, number] {
  let [ran, all] = [0, 0];
  for (let at = 1; at < run.length; at++) {
    const begins = inFunctions[at] === 1 && (inFunctions[at - 1] !== 1 || run[at] !== run[at - 1]);
    if (begins) all++;
    if (begins && run[at] === 1) ran++;
  }
  return [ran, all];
}
