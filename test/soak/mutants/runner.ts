import { type RunnerTestCase as Test, TestRunner } from 'vitest';
import { readTold, type Told, tell } from './task.ts';

/** What Stryker's code looks at. */
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: {
    perTest: Record<string, Record<string, number>>;
    /** Outside of tests. */
    static: Record<string, number>;
  };
}

/** Of processor time. A test that takes longer is not asked: it would take hours to ask it of each. */
const LONGEST_US = 1_500_000;
const HITS_MORE = 100;
const HITS_AT_LEAST = 10_000;

const directory = process.env['STOWAGE_MUTANTS'] ?? '';
const switches: Switches = {};
Object.assign(globalThis, { __stryker__: switches });

/**
 * Runs each test once as it is, then once with each fault that it reaches and that no test has seen yet, and once more as it
 * is: a fault that leaves something behind would be blamed on others.
 */
export default class MutantRunner extends TestRunner {
  readonly #told: Told[] = readTold(directory);
  readonly #killed = new Set(this.#told.filter(isKilled).map(({ mutant }) => mutant));
  #hits: Readonly<Record<string, number>> = {};
  #left: string[] = [];
  #loaded = new Set<string>();
  #begun = process.cpuUsage();
  #step: 'first' | 'mutant' | 'last' = 'first';

  override async onBeforeRunTask(test: Test): Promise<void> {
    await super.onBeforeRunTask(test);
    test.repeats = Number.MAX_SAFE_INTEGER;
    this.#step = 'first';
  }

  override onBeforeTryTask(test: Test): void {
    super.onBeforeTryTask(test);
    if (this.#step === 'first') {
      switches.currentTestId = test.id;
      this.#begun = process.cpuUsage();
      return;
    }
    // What is reached again is none of what is loaded outside of tests.
    switches.currentTestId = `${test.id} again`;
    if (this.#step === 'last') return;
    const mutant = this.#left[0] ?? '';
    switches.activeMutant = mutant;
    switches.hitCount = 0;
    switches.hitLimit = (this.#hits[mutant] ?? 0) * HITS_MORE + HITS_AT_LEAST;
    this.#tell(test, { mutant, result: 'begun' });
  }

  async runTask(test: Test): Promise<void> {
    await TestRunner.getTestFn(test)();
  }

  onAfterRetryTask(test: Test): void {
    const result = test.result!;
    const isFailed = result.state === 'fail';
    const error = result.errors?.[0]?.message?.slice(0, 200) ?? '';
    const mutant = switches.activeMutant;
    Object.assign(switches, { activeMutant: undefined, currentTestId: undefined, hitCount: undefined });
    if (this.#step === 'mutant') {
      this.#left.shift();
      if (isFailed) this.#killed.add(mutant);
      this.#tell(test, { mutant: mutant!, result: isFailed ? 'failed' : 'passed' });
    } else this.#afterClean(test, isFailed ? error : undefined);
    Object.assign(result, { state: 'run', errors: undefined });
    const isOver = this.#step === 'last' || (this.#step === 'first' && this.#left.length === 0);
    // The end of the repetitions.
    if (isOver) result.state = 'skip';
    this.#step = this.#left.length === 0 ? 'last' : 'mutant';
  }

  #afterClean(test: Test, error: string | undefined): void {
    const isFirst = this.#step === 'first';
    if (isFirst) {
      this.#hits = switches.mutantCoverage?.perTest[test.id] ?? {};
      const tried = this.#told.filter((told) => told.test === nameOf(test)).map(({ mutant }) => mutant);
      const reached = Object.keys(this.#hits);
      const { user, system } = process.cpuUsage(this.#begun);
      const asked = user + system > LONGEST_US ? [] : reached;
      this.#left = asked.filter((mutant) => !this.#killed.has(mutant) && !tried.includes(mutant));
      const loaded = Object.keys(switches.mutantCoverage?.static ?? {}).filter(
        (each) => !this.#loaded.has(each),
      );
      for (const each of loaded) this.#loaded.add(each);
      if (error === undefined) this.#tell(test, { result: 'passed', reached, loaded });
    }
    if (error !== undefined) this.#tell(test, { result: 'failed', error });
  }

  #tell(test: Test, told: Omit<Told, 'test'>): void {
    tell(directory, { test: nameOf(test), ...told });
  }
}

function isKilled({ mutant, result }: Told): boolean {
  return mutant !== undefined && result === 'failed';
}

function nameOf(test: Test): string {
  return `${test.file.name} > ${test.fullName ?? test.name}`;
}
