import * as fs from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { cases, SEED } from '../../support/random-cases.ts';
import { Coverage } from './coverage.ts';
import { Broken, type Fuzzed, fuzz, runOne, type Target } from './fuzz.ts';

/** Two million in CI, of all targets together. */
const EXECUTIONS = cases({ few: 100_000, many: 2_000_000 });
const KEPT = new URL('kept/', import.meta.url);

/** Fuzzes some parsers. Input that breaks a law is kept beside this file, where every run begins with it. */
export function describeFuzz(targets: readonly Target[]): void {
  const files = [...new Set(targets.flatMap((target) => target.files.map((file) => `/src/${file}`)))];
  const coverage = new Coverage((url) => files.some((file) => url.endsWith(file)));
  const fuzzed: Record<string, Fuzzed> = {};

  afterAll(async () => {
    console.info(`fuzz: STOWAGE_RANDOM_SEED=${SEED}, ${JSON.stringify(fuzzed)}`);
    for (const { file, functions, blocks, code } of coverage.report())
      console.info(
        `${file}: ${functions.join('/')} functions, ${blocks.join('/')} blocks, ${code.toFixed(1)} % of the code`,
      );
    await coverage.stop();
  });

  describe('whatever it is fed with', { timeout: 60_000 + EXECUTIONS }, () => {
    it.each(targets)('the parser of $name keeps its laws: what broke one once', async (target) => {
      for (const input of keptFor(target)) await runOne(target, input);
    });

    it.each(targets)('the parser of $name keeps its laws', async (target) => {
      const executions = Math.ceil(EXECUTIONS * target.share);
      try {
        fuzzed[target.name] = await fuzz(target, { executions, seed: SEED, coverage });
      } catch (error) {
        if (error instanceof Broken) keep(error);
        throw error;
      }
    });
  });

  it('and nearly all of their code is reached', () => {
    const report = coverage.report();
    expect(report.map(({ file }) => file)).toEqual(files.map((file) => file.slice(1)).sort());
    for (const { file, code } of report) expect(code, file).toBeGreaterThan(85);
  });
}

function keptFor({ name }: Target): Buffer[] {
  const directory = new URL(`${name.replaceAll(' ', '-')}/`, KEPT);
  if (!fs.existsSync(directory)) return [];
  return fs.readdirSync(directory).map((file) => fs.readFileSync(new URL(file, directory)));
}

function keep({ target, input }: Broken): void {
  const directory = new URL(`${target.replaceAll(' ', '-')}/`, KEPT);
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(new URL(`found-${Date.now()}`, directory), input);
}
